# A NixOS machine on AWS. `lib.catalogue` has terrane's own parts.
{ config, lib, ... }:
{
  imports = with lib.catalogue; [
    images-aws
    security-groups
    ssh-keys
  ];

  provider.aws.region = "eu-central-1";

  nixos.images.aws.web.release = "25.05";
  sshKeys.deploy.register = [ "aws" ];
  securityGroups.web.ingress = [
    22
    80
    443
  ];

  resource.aws_instance.web = {
    ami = config.nixos.images.aws.web.id;
    instance_type = "t3.small";
    key_name = config.sshKeys.deploy.names.aws;
    vpc_security_group_ids = [ config.securityGroups.web.id ];
    root_block_device.volume_size = 20;
    # A newer image is for the next machine: this one is kept up to date by deployments.
    lifecycle.ignore_changes = [ "ami" ];
  };

  # What runs on it: terrane apply deploys, and so does terrane deploy.
  nixos.hosts.web = {
    flake = ".#nixosConfigurations.web";
    target = {
      host = config.resource.aws_instance.web "public_ip";
      identityFile = config.sshKeys.deploy.identityFile;
    };
    health.units = [ "sshd.service" ];
  };

  output.address.value = config.resource.aws_instance.web "public_ip";
}
