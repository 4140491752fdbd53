# `stacks` are the other stacks of the project; to read one is to need it.
{
  config,
  lib,
  stacks,
  ...
}:
let
  inherit (stacks.network.outputs) cidr zones;
in
{
  resource.terraform_data.server.input = {
    address = lib.tf.call "cidrhost" [
      cidr
      10
    ];
    inherit zones;
  };

  output.address.value = config.resource.terraform_data.server "output.address";
}
