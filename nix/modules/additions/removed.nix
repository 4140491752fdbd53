# What Terraform's state shall forget.
{ lib, ... }:
let
  mkBlockOption = import ../block-option.nix { inherit lib; };
in
{
  options.removed = mkBlockOption {
    example = [
      {
        from = "aws_instance.web";
        lifecycle.destroy = false;
      }
    ];
    description = ''
      Resources that Terraform shall forget, with or without destroying them: a set or a list of sets, with bare
      addresses.
    '';
  };
}
