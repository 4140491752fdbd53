# `deployment.*`, under the names and with the defaults of NixOps 2 (nix/options.nix, nix/keys.nix there). Both who looks at
# a network and the system of a machine have it.
{ lib, name, ... }:
let
  inherit (lib) mkOption types;

  option = type: default: mkOption { inherit type default; };

  key =
    { config, name, ... }:
    {
      options = {
        name = option types.str name;
        text = option (types.nullOr types.str) null;
        keyCommand = option (types.nullOr (types.listOf types.str)) null;
        keyFile = mkOption {
          type = types.nullOr (types.either types.path types.str);
          default = null;
          # A path is named, not copied into the store.
          apply = value: if value == null then null else toString value;
        };
        destDir = option (types.either types.path types.str) "/run/keys";
        path = option types.str "${toString config.destDir}/${config.name}";
        user = option types.str "root";
        group = option types.str "root";
        permissions = option types.str "0600";
      };
    };

  anything = option types.raw null;

  deployment = {
    targetEnv = option types.str "none";
    targetHost = option types.str name;
    targetPort = option types.port 22;
    targetUser = option types.str "root";
    sshOptions = option (types.listOf types.str) [ ];
    privilegeEscalationCommand = option (types.listOf types.str) [
      "sudo"
      "-H"
      "--"
    ];
    # NixOps 1 had a key's text in its place.
    keys = option (types.attrsOf (
      types.coercedTo types.str (text: { inherit text; }) (types.submodule key)
    )) { };

    # What terrane has no use for.
    alwaysActivate = anything;
    hasFastConnection = anything;
    owners = anything;
    provisionSSHKey = anything;
  };
in
{
  # What else is said is looked at by whoever looks at the network: a slip must not lead to another machine.
  options.deployment = mkOption {
    type = types.submodule {
      freeformType = types.lazyAttrsOf types.raw;
      options = deployment;
    };
    default = { };
  };

  options.networking = {
    privateIPv4 = mkOption { type = types.str; };
    publicIPv4 = option (types.nullOr types.str) null;
    vpnPublicKey = option (types.nullOr types.str) null;
  };
}
