# A NixOS machine on AWS with the network that it needs, reachable by SSH.
{ config, lib, ... }:
let
  inherit (config) data resource;
  vpc_id = resource.aws_vpc.main "id";
  gateway = resource.aws_internet_gateway.main "id";
  route_table_id = resource.aws_route_table.main "id";
  anywhere.cidr_blocks = [ "0.0.0.0/0" ];
  nowhere = { ipv6_cidr_blocks = [ ]; prefix_list_ids = [ ]; security_groups = [ ]; self = false; };
in
{
  terraform.required_providers.aws.source = "hashicorp/aws";
  provider.aws.region = "ap-southeast-2";

  data.aws_ami.nixos = {
    owners = [ "427812963091" ];
    most_recent = true;
    filter = lib.mapAttrsToList (name: value: { inherit name; values = [ value ]; }) {
      name = "nixos/25.05*";
      architecture = "x86_64";
    };
  };

  resource = {
    aws_vpc.main.cidr_block = "10.10.0.0/24";
    aws_internet_gateway.main = { inherit vpc_id; };
    aws_route_table.main = { inherit vpc_id; };
    aws_subnet.main = { inherit vpc_id; cidr_block = "10.10.0.0/25"; availability_zone = "ap-southeast-2a"; };
    aws_route_table_association.main = { inherit route_table_id; subnet_id = resource.aws_subnet.main "id"; };
    aws_route.internet = { inherit route_table_id; destination_cidr_block = "0.0.0.0/0"; gateway_id = gateway; };
    aws_security_group.default = {
      inherit vpc_id;
      ingress = [ (anywhere // nowhere // { description = "SSH in"; protocol = "tcp"; from_port = 22; to_port = 22; }) ];
      egress = [ (anywhere // nowhere // { description = "all out"; protocol = "-1"; from_port = 0; to_port = 0; }) ];
    };
    aws_key_pair.default = { key_name = "default-key"; public_key = "<ssh-public-key>"; };
    aws_instance.nixos = {
      ami = data.aws_ami.nixos "id";
      instance_type = "t2.medium";
      subnet_id = resource.aws_subnet.main "id";
      associate_public_ip_address = true;
      key_name = resource.aws_key_pair.default "key_name";
      vpc_security_group_ids = [ (resource.aws_security_group.default "id") ];
      root_block_device.volume_size = "30";
    };
  };
}
