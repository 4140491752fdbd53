# A NixOS machine on EC2 with a key that Terraform makes, and what runs on it: nix.dev's tutorial, in Nix instead of HCL.
{ config, ... }:
let
  inherit (config.resource) aws_key_pair aws_security_group tls_private_key;
  key = tls_private_key.state_ssh_key;

  # Where HCL has a block per rule, JSON has a list of objects, each of which must have every member.
  rule =
    settings:
    {
      cidr_blocks = [ "0.0.0.0/0" ];
      description = "";
      ipv6_cidr_blocks = [ ];
      prefix_list_ids = [ ];
      security_groups = [ ];
      self = false;
    }
    // settings;
in
{
  terraform.backend.remote = {
    organization = "myorganization";
    workspaces.name = "myapp";
  };

  provider.aws.region = "eu-central-1";

  module.nixos_image = {
    source = "git::https://github.com/tweag/terraform-nixos.git//aws_image_nixos?ref=5f5a0408b299874d6a29d1271e9bffeee4c9ca71";
    release = "20.09";
  };

  resource = {
    aws_security_group.ssh_and_egress = {
      ingress = [
        (rule {
          from_port = 22;
          to_port = 22;
          protocol = "tcp";
        })
      ];
      egress = [
        (rule {
          from_port = 0;
          to_port = 0;
          protocol = "-1";
        })
      ];
    };

    tls_private_key.state_ssh_key.algorithm = "RSA";

    local_file.machine_ssh_key = {
      sensitive_content = key "private_key_pem";
      filename = "\${path.module}/id_rsa.pem";
      file_permission = "0600";
    };

    aws_key_pair.generated_key = {
      key_name = "generated-key-\${sha256(tls_private_key.state_ssh_key.public_key_openssh)}";
      public_key = key "public_key_openssh";
    };

    aws_instance.machine = {
      ami = config.module.nixos_image "ami";
      instance_type = "t3.micro";
      security_groups = [ (aws_security_group.ssh_and_egress "name") ];
      key_name = aws_key_pair.generated_key "key_name";
      root_block_device.volume_size = 50; # GiB
    };
  };

  # What the tutorial's second half does with the module deploy_nixos.
  nixos.hosts.machine = {
    configuration = ./configuration.nix;
    # As in the tutorial: <nixpkgs> is that of whoever deploys. `nixpkgs` pins one.
    ambientNixPath = true;
    target = {
      host = config.resource.aws_instance.machine "public_ip";
      identityFile = config.resource.local_file.machine_ssh_key "filename";
    };
  };

  output.public_dns.value = config.resource.aws_instance.machine "public_dns";
}
