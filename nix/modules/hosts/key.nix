# A secret for a machine: where it comes from, and where it goes. Exactly one source is given.
{ lib, name, ... }:
let
  inherit (lib) mkOption types;

  strings = types.listOf types.str;

  option =
    type: default: description:
    mkOption { inherit type default description; };
in
{
  options = {
    text = mkOption {
      type = types.nullOr types.str;
      default = null;
      example = "\${random_password.database.result}";
      description = ''
        The secret itself: for a Terraform reference. A literal one is refused in a flake, which is copied into the store.
      '';
    };

    file = mkOption {
      type = types.nullOr (types.either types.path types.str);
      default = null;
      example = "secrets/database";
      description = "A file here. A relative path starts at the project's folder.";
    };

    command = mkOption {
      type = types.nullOr strings;
      default = null;
      example = [
        "pass"
        "show"
        "database"
      ];
      description = ''
        A program with its arguments that prints the secret, run in the project's folder: pass, sops, age, vault. No shell
        reads it.
      '';
    };

    environment = mkOption {
      type = types.nullOr types.str;
      default = null;
      example = "DATABASE_PASSWORD";
      description = "A variable of the environment of whoever deploys.";
    };

    path = option types.str "/run/keys/${name}" "The file on the machine. /run is empty after a reboot.";
    owner = option types.str "root" "Whose file it is.";
    group = option types.str "root" "The file's group.";
    mode = option (types.strMatching "0?[0-7]{3}") "0400" "The file's permissions, in octal.";

    upload = option (types.enum [
      "before"
      "after"
    ]) "before" "Whether it is there before the new system is activated, or only after.";

    restart = option strings [ ] "Units that are restarted when the secret has changed.";
    reload = option strings [ ] "Units that are reloaded when the secret has changed.";
  };
}
