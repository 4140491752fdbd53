# What hosts add to the Terraform document: outputs with what only Terraform knows of them. A host without references adds
# nothing.
{ hosts, lib }:
let
  inherit (builtins)
    listToAttrs
    map
    mapAttrs
    removeAttrs
    toJSON
    ;
  inherit (lib)
    filterAttrs
    mapAttrsToList
    mkMerge
    optionalAttrs
    ;

  late = import ./late.nix;
  names = import ./names.nix;

  lateMembers = filterAttrs (_: late.isLate);

  targetOf = host: lateMembers (removeAttrs host.target [ "identity" ] // { inherit (host) health; });

  secretsOf =
    host:
    let
      texts = lateMembers (mapAttrs (_: key: key.text) host.keys);
    in
    lateMembers { inherit (host.target) identity; } // (if texts == { } then { } else { keys = texts; });

  # Marks of sensitive values stay at the member of an object that they are at, so each is asked about on its own.
  step = name: "[${builtins.replaceStrings [ "\${" ] [ "$\${" ] (toJSON name)}]";

  isSensitive = local: path: {
    name = late.showPath path;
    value = "\${issensitive(local.${local}${builtins.concatStringsSep "" (map step path)})}";
  };

  targetOutput =
    name: host:
    optionalAttrs (targetOf host != { }) {
      ${names.target name} = {
        description = "How the NixOS host ${name} is reached.";
        value = targetOf host;
      };
    };

  # Sensitive as a whole, so that Terraform lets every value pass: which of them is, a deployment finds in `sensitive` and
  # refuses by its name.
  inputsOutput =
    name: host:
    optionalAttrs (late.isLate host.inputs) {
      ${names.inputs name} = {
        description = "What the configuration of the NixOS host ${name} is given.";
        sensitive = true;
        value = {
          values = "\${local.${names.inputs name}}";
          sensitive = listToAttrs (map (isSensitive (names.inputs name)) (late.latePaths host.inputs));
        };
      };
    };

  secretsOutput =
    name: host:
    optionalAttrs (secretsOf host != { }) {
      ${names.secrets name} = {
        description = "Keys of the NixOS host ${name}.";
        sensitive = true;
        value = secretsOf host;
      };
    };

  each = make: mapAttrsToList make hosts;
in
{
  inherit inputsOutput secretsOutput targetOutput;

  # For all hosts.
  config = {
    output = mkMerge (each targetOutput ++ each inputsOutput ++ each secretsOutput);

    locals = mkMerge (
      each (name: host: optionalAttrs (late.isLate host.inputs) { ${names.inputs name} = host.inputs; })
    );
  };
}
