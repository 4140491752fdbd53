# A NixOS machine on AWS out of the catalogue: NixOS' own image, a key that Terraform makes, a security group.
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
    {
      ports = [
        80
        443
      ];
      from = [
        "0.0.0.0/0"
        "::/0"
      ];
      description = "the web";
    }
  ];

  resource.aws_instance.web = {
    ami = config.nixos.images.aws.web.id;
    instance_type = "t3.micro";
    key_name = config.sshKeys.deploy.names.aws;
    vpc_security_group_ids = [ config.securityGroups.web.id ];
    root_block_device.volume_size = 20;
    # A newer image is for the next machine: this one is kept up to date by deployments.
    lifecycle.ignore_changes = [ "ami" ];
  };

  output.address.value = config.resource.aws_instance.web "public_ip";
}
