# Renamings for Terraform's state.
{ lib, ... }:
let
  mkBlockOption = import ../block-option.nix { inherit lib; };
in
{
  options.moved = mkBlockOption {
    example = [
      {
        from = "aws_instance.web";
        to = "aws_instance.frontend";
      }
    ];
    description = ''
      Resources that got another address, so that Terraform renames them in its state and does not replace them: a
      set or a list of sets, with bare addresses.
    '';
  };
}
