# People and their keys, for modules that make machines. Nothing here makes a resource.
{ lib, ... }:
let
  inherit (lib) mkOption types;

  user = types.submodule {
    options.publicKey = mkOption {
      type = types.nullOr types.str;
      default = null;
      example = "\${file(\"~/.ssh/id_ed25519.pub\")}";
      description = "The user's public SSH key, or a Terraform expression that reads it.";
    };
  };
in
{
  options.users = mkOption {
    type = types.attrsOf (types.attrsOf user);
    default = { };
    example = {
      admins.grace.publicKey = "ssh-ed25519 AAAA…";
    };
    description = ''
      Users by group, as `users.<group>.<name>`. Modules that set up machines decide what a group may do; by convention
      everyone in `admins` may log in everywhere.
    '';
  };
}
