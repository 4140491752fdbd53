# A little web service: a network, some servers in it, and an address. All of it is made of `terraform_data`, a resource
# that is built into Terraform and OpenTofu and only remembers what it is given, so it needs no account and no network.
{ config, lib, ... }:
{
  imports = [ ./settings.nix ];

  # An option of one's own: checked, documented, and usable in every file.
  options.replicas = lib.mkOption {
    type = lib.types.ints.positive;
    default = 1;
    description = "How many web servers to run.";
  };

  config =
    let
      names = map (number: "web-${toString number}") (lib.range 1 config.replicas);
      network = config.resource.terraform_data.network;
    in
    {
      resource.terraform_data = {
        # settings.nix says otherwise about the range, and wins: mkDefault gives way.
        network.input = {
          name = "quickstart";
          range = lib.mkDefault "10.0.0.0/16";
        };
      }
      // lib.genAttrs names (name: {
        # A resource is a function from an attribute's name to a reference: "${terraform_data.network.output.range}".
        input = {
          inherit name;
          network = network "output.range";
        };
      });

      output = {
        network.value = network "output.range";
        servers.value = map (name: config.resource.terraform_data.${name} "output.name") names;
        address.value = "https://${network "output.name"}.example.org";
      };
    };
}
