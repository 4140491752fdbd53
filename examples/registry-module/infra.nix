# A module of the Terraform registry, called from Nix: what it puts out is a reference like any other.
{ config, lib, ... }:
{
  imports = with lib.catalogue; [
    images-aws
    security-groups
    ssh-keys
  ];

  provider.aws.region = "ap-southeast-2";

  nixos.images.aws.web.release = "25.05";
  sshKeys.deploy.register = [ "aws" ];
  securityGroups.web.ingress = [ 22 ];

  module.ec2 = {
    source = "terraform-aws-modules/ec2-instance/aws";
    version = "~> 6.0";

    name = "web";
    instance_type = "t3.micro";
    ami = config.nixos.images.aws.web.id;
    key_name = config.sshKeys.deploy.names.aws;
    vpc_security_group_ids = [ config.securityGroups.web.id ];
    create_security_group = false;
    root_block_device.size = 30;
  };

  output.address.value = config.module.ec2 "public_ip";
}
