# Modules that a project imports by name, `lib.catalogue.<name>`: a project that does not pays nothing for them. Like the
# core modules they need nothing of `lib` but the module system and the most usual functions.
{
  images-aws = ./images-aws.nix;
  images-digitalocean = ./images-digitalocean.nix;
  images-google = ./images-google.nix;
  images-google-custom = ./images-google-custom.nix;
  images-hetzner = ./images-hetzner.nix;
  images-libvirt = ./images-libvirt.nix;
  images-proxmox = ./images-proxmox.nix;
  security-groups = ./security-groups.nix;
  ssh-keys = ./ssh-keys.nix;
}
