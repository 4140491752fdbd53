# What a provider does beside resources (Terraform 1.14).
{ lib, ... }:
let
  mkBlockOption = import ../block-option.nix { inherit lib; };
in
{
  options.action = mkBlockOption {
    example = {
      aws_lambda_invoke.warm_up.config = {
        function_name = "web";
        payload = "{}";
      };
    };
    description = ''
      What Terraform has a provider do beside resources, as `action.<type>.<label>`: on the command line, or when a
      resource changes (`lifecycle.action_trigger`). Terraform 1.14 and newer; OpenTofu has none.
    '';
  };
}
