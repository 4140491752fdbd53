# One NixOS image on hypervisors of one's own: a node of Proxmox VE, and a machine with libvirt.
{ config, lib, ... }:
let
  images = config.nixos.images;
in
{
  imports = with lib.catalogue; [
    images-libvirt
    images-proxmox
  ];

  # The token is in the environment: PROXMOX_VE_API_TOKEN.
  provider.proxmox.endpoint = "https://pve.example.org:8006/";
  provider.libvirt.uri = "qemu+ssh://root@kvm.example.org/system";

  nixos.images.proxmox.web = {
    node = "pve";
    image = ./nixos.qcow2;
  };
  nixos.images.libvirt.web.image = ./nixos.qcow2;

  resource.proxmox_virtual_environment_vm.web = {
    name = "web";
    node_name = "pve";
    cpu.cores = 2;
    memory.dedicated = 2048;
    disk = {
      interface = "virtio0";
      datastore_id = "local-lvm";
      file_id = images.proxmox.web.id;
      size = 20;
    };
    network_device.bridge = "vmbr0";
  };

  resource.libvirt_volume.disk = {
    name = "web.qcow2";
    base_volume_id = images.libvirt.web.id;
    size = 21474836480;
  };
  resource.libvirt_domain.web = {
    name = "web";
    vcpu = 2;
    memory = 2048;
    disk.volume_id = config.resource.libvirt_volume.disk "id";
    network_interface.network_name = "default";
  };
}
