# Conditions that Terraform tests itself.
{ lib, ... }:
let
  mkBlockOption = import ../block-option.nix { inherit lib; };
in
{
  options.check = mkBlockOption {
    example = {
      health."assert" = {
        condition = "\${data.http.health.status_code == 200}";
        error_message = "The service does not answer.";
      };
    };
    description = ''
      Conditions that Terraform tests after each plan and apply, as `check.<name>`. One that does not hold is a
      warning.
    '';
  };
}
