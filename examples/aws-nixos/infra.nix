# A NixOS machine on EC2 with everything that it needs to be reached: network, gateway, routes, firewall and key.
{ config, lib, ... }:
let
  inherit (config) aws;
  inherit (config.data) aws_ami;
  inherit (config.resource)
    aws_internet_gateway
    aws_key_pair
    aws_route_table
    aws_security_group
    aws_subnet
    aws_vpc
    ;

  # The provider takes a security group's rules as a list of objects, each of which must have every member.
  rule =
    settings:
    {
      cidr_blocks = [ "0.0.0.0/0" ];
      ipv6_cidr_blocks = [ ];
      prefix_list_ids = [ ];
      security_groups = [ ];
      self = false;
    }
    // settings;
in
{
  imports = [ ./settings.nix ];

  options.aws = {
    region = lib.mkOption {
      type = lib.types.str;
      description = "The region to make everything in.";
    };
    zone = lib.mkOption {
      type = lib.types.str;
      default = "${aws.region}a";
      description = "The availability zone of the subnet.";
    };
    configFolder = lib.mkOption {
      type = lib.types.str;
      default = "~/.aws";
      description = "Where the AWS command line keeps `config` and `credentials`.";
    };
  };

  config = {
    terraform.required_providers.aws.source = "hashicorp/aws";

    provider.aws = {
      inherit (aws) region;
      shared_credentials_files = [ "${aws.configFolder}/credentials" ];
      shared_config_files = [ "${aws.configFolder}/config" ];
    };

    variable.ssh_public_key = {
      type = "string";
      description = "The public SSH key that may log in as root.";
    };

    # The newest image of NixOS 25.05 that the NixOS project has published (https://nixos.github.io/amis/).
    data.aws_ami.nixos-x86_64 = {
      owners = [ "427812963091" ];
      most_recent = true;
      filter = [
        {
          name = "name";
          values = [ "nixos/25.05*" ];
        }
        {
          name = "architecture";
          values = [ "x86_64" ];
        }
      ];
    };

    resource = {
      aws_instance.nixos_x86-64 = {
        ami = aws_ami.nixos-x86_64 "id";
        instance_type = "t2.medium";
        subnet_id = aws_subnet.nix-subnet "id";
        associate_public_ip_address = true;
        key_name = aws_key_pair.default "key_name";
        vpc_security_group_ids = [ (aws_security_group.default "id") ];
        root_block_device.volume_size = "30";
      };

      aws_key_pair.default = {
        key_name = "default-key";
        public_key = lib.tf.ref "var.ssh_public_key";
      };

      aws_vpc.nix-vpc.cidr_block = "10.10.0.0/24";

      aws_subnet.nix-subnet = {
        vpc_id = aws_vpc.nix-vpc "id";
        cidr_block = "10.10.0.0/25";
        availability_zone = aws.zone;
      };

      aws_internet_gateway.nix-gateway.vpc_id = aws_vpc.nix-vpc "id";

      aws_route_table.nix-route-tb.vpc_id = aws_vpc.nix-vpc "id";

      aws_route_table_association.nix-subnet-route-tb-association = {
        subnet_id = aws_subnet.nix-subnet "id";
        route_table_id = aws_route_table.nix-route-tb "id";
      };

      aws_route.internet-route = {
        destination_cidr_block = "0.0.0.0/0";
        route_table_id = aws_route_table.nix-route-tb "id";
        gateway_id = aws_internet_gateway.nix-gateway "id";
      };

      aws_security_group.default = {
        vpc_id = aws_vpc.nix-vpc "id";
        ingress = [
          (rule {
            description = "Allow SSH in";
            from_port = 22;
            to_port = 22;
            protocol = "tcp";
          })
        ];
        egress = [
          (rule {
            description = "Allow all traffic out";
            from_port = 0;
            to_port = 0;
            protocol = "-1";
          })
        ];
      };
    };
  };
}
