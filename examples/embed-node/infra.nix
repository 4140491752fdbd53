# `names` is given by the program; this is for whoever looks at the example without it.
{ config, lib, names, ... }:
{
  _module.args.names = lib.mkDefault "mail,web";

  resource.terraform_data = lib.genAttrs (lib.splitString "," names) (name: {
    input = "https://${name}.example.org";
  });

  output.addresses.value = lib.mapAttrs (
    name: _: config.resource.terraform_data.${name} "output"
  ) config.resource.terraform_data;
}
