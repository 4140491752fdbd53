# Hosts that Terraform deploys itself: a resource each, whose provisioner hands over to terrane. It is made anew, and so
# deploys, when the machine is another one, its inputs have other values, or its system is another: `system` is filled in by
# terrane (src/project/deploy/hook-systems.ts), which evaluates configurations with the search path that each has.
{ hosts, lib }:
let
  inherit (builtins) mapAttrs listToAttrs;
  inherit (lib) mapAttrsToList optionalAttrs;

  document = import ./document.nix { inherit hosts lib; };
  late = import ./late.nix;
  names = import ./names.nix;

  # What the outputs will have, which can't be read before the apply is over.
  given =
    name: host:
    document.targetOutput name host // document.inputsOutput name host // document.secretsOutput name host;

  values = name: host: mapAttrs (_: output: { inherit (output) value; }) (given name host);

  local = name: "${names.hook name}";
in
{
  locals = listToAttrs (
    mapAttrsToList (name: host: {
      name = local name;
      value = values name host;
    }) hosts
  );

  resource.terraform_data = listToAttrs (
    mapAttrsToList (name: host: {
      name = names.hook name;
      value = {
        triggers_replace = {
          system = "";
          inherit (host.target) host;
        }
        // optionalAttrs (late.isLate host.inputs) { inputs = "\${local.${names.inputs name}}"; }
        // optionalAttrs (host.triggers != { }) { inherit (host) triggers; };

        # An array of words and no shell; values go by the environment, which other users can't read.
        provisioner.local-exec = {
          interpreter = [
            "terrane"
            "deploy"
            "--hook"
          ];
          command = name;
          environment.TERRANE_OUTPUTS = "\${jsonencode(local.${local name})}";
        };
      };
    }) hosts
  );
}
