# One NixOS machine: what it shall run, how it is reached, and what a deployment does there.
{
  config,
  lib,
  name,
  options,
  ...
}:
let
  inherit (lib) mkOption types;

  strings = types.listOf types.str;
  terraformValue = import ../value-type.nix { inherit lib; };

  option =
    type: default: description:
    mkOption { inherit type default description; };

  # As they were written, before the module system has made modules of them.
  configurations = map (definition: definition.value) (
    if config.configuration == null then [ ] else options.configuration.definitionsWithLocations
  );
  isFile = value: builtins.isPath value || builtins.isString value;
in
{
  imports = [
    ./bootstrap.nix
    ./health.nix
    ./target.nix
  ];

  options = {
    configuration = mkOption {
      type = types.nullOr types.deferredModule;
      default = null;
      example = lib.literalExpression "./web.nix";
      description = ''
        The NixOS configuration: a file or a module. Several definitions are combined, as modules are. Among the
        arguments of the module are `terrane.inputs` (see `inputs`) and `nodes` (see there).
      '';
    };

    # What `configuration` was defined as, where that is one file.
    configurationFile = mkOption {
      type = types.nullOr types.str;
      internal = true;
      readOnly = true;
      description = "The file of `configuration`, where it is one file and nothing else.";
    };

    flake = mkOption {
      type = types.nullOr types.str;
      default = null;
      example = ".#nixosConfigurations.web";
      description = ''
        The NixOS configuration as an output of a flake, instead of `configuration`. `.` is the flake that the project is
        in, or the folder of its first file.
      '';
    };

    closure = mkOption {
      type = types.nullOr (types.either types.str types.package);
      default = null;
      example = "/nix/store/…-nixos-system-web-25.05";
      description = "A system that is built already (a store path), or the package of one, instead of `configuration`.";
    };

    hermetic = option types.bool false ''
      Whether the file of `configuration` is not a NixOS module, but evaluates to a whole system by itself: a set with
      `config.system.build.toplevel` or `system`, or a function that is given `evalArgs` and returns one. It brings its own
      nixpkgs.
    '';

    nixpkgs = mkOption {
      type = types.nullOr types.raw;
      default = null;
      example = {
        url = "https://github.com/NixOS/nixpkgs/archive/<revision>.tar.gz";
        sha256 = "…";
      };
      description = ''
        The nixpkgs that the system is made from: a folder, the input of a flake, or a tarball with its hash. Its revision
        is recorded in the manifest, and `<nixpkgs>` is this one in the configuration.
      '';
    };

    nixPath = mkOption {
      type = strings;
      default = [ ];
      example = [ "home-manager=/srv/home-manager" ];
      description = "Further entries of the search path, for `<name>` in the configuration, as `name=path`.";
    };

    ambientNixPath = option types.bool false ''
      Whether nixpkgs may come of the NIX_PATH of whoever deploys, so that the same configuration can be another system
      for somebody else. Otherwise a host without `nixpkgs` is an error.
    '';

    evalArgs = mkOption {
      type = types.attrsOf types.raw;
      default = { };
      example = {
        stage = "production";
      };
      description = ''
        Further arguments for the configuration: of all its modules (special arguments), or of the function of a
        `hermetic` file.
      '';
    };

    buildArgs = mkOption {
      type = strings;
      default = [ ];
      example = [
        "--option"
        "cores"
        "4"
      ];
      description = "Further arguments for `nix-store --realise`, which builds the system.";
    };

    triggers = mkOption {
      type = types.attrsOf terraformValue;
      default = { };
      description = ''
        With `trigger = "terraform"`: further values whose change deploys the host anew. Terraform references are allowed.
      '';
    };

    build = mkOption {
      type = types.str;
      default = "local";
      example = "ssh-ng://builder.example.org";
      description = ''
        Where the system is built: `local`, `target` (on the host itself), or the URL of a Nix store that builds.
      '';
    };

    evaluate = option (types.enum [
      "local"
      "target"
    ]) "local" ''
      Where the configuration is evaluated. With `target`, which needs no Nix here, the files of the project are sent to the
      host, and evaluated and built there: `configuration` must be a file, not a module that stands in the project.
    '';

    platform = mkOption {
      type = types.str;
      default = "x86_64-linux";
      example = "aarch64-linux";
      description = "What the machine is. Something that builds for it must be there: see `build`.";
    };

    action = option (types.enum [
      "switch"
      "boot"
      "test"
      "dry-activate"
    ]) "switch" ''
      What is done with the new system: activate it and make it the default of the next boot (`switch`), only the one
      (`test`) or only the other (`boot`), or only say what would be done (`dry-activate`).
    '';

    inputs = mkOption {
      type = types.attrsOf terraformValue;
      default = { };
      example = {
        database = "\${aws_instance.db.private_ip}";
      };
      description = ''
        Values for the configuration, which finds them as `terrane.inputs`, an argument of its modules. Terraform
        references have their values there, since a deployment comes after the apply. The values become part of the
        system, which everyone on the machine can read: a sensitive one is refused, and belongs into `keys`.
      '';
    };

    keys = mkOption {
      type = types.attrsOf (types.submodule (import ./key.nix));
      default = { };
      example = {
        database.command = [
          "pass"
          "show"
          "database"
        ];
      };
      description = "Secrets to put on the machine, outside of its store, by name.";
    };

    rollback = {
      automatic = option types.bool true ''
        Whether the machine goes back to the system before by itself when the new one is not confirmed in time: the
        activation hangs, the connection is lost, a health check fails.
      '';
      timeout = option types.ints.positive 300 "How many seconds an activation has until it must be confirmed.";
    };

    generations.keep = option types.ints.unsigned 5 ''
      How many older systems stay on the machine, besides the one that runs, the one that was booted and the one that was
      confirmed last.
    '';

    tags = option strings [ ] "Names to choose hosts by: `terrane deploy --on tag:NAME`.";

    after = option strings [ ] ''
      Hosts that are deployed before this one. If one of them fails, this one is left as it is.
    '';

    nodes = mkOption {
      type = types.nullOr strings;
      default = null;
      example = [ "db" ];
      description = ''
        Other hosts whose configurations this one reads, as `nodes.<name>.config`, `nodes` being an argument of its modules.
        They are evaluated together. With null it may read all of them.
      '';
    };

    trigger = option (types.enum [
      "driver"
      "terraform"
    ]) "driver" ''
      Who deploys: terrane, after the apply (`driver`), or Terraform itself, as part of the apply (`terraform`): for
      resources that depend on the deployment of `terraform_data.terrane_deploy_<name>`.
    '';
  };

  config.configurationFile =
    if builtins.length configurations == 1 && isFile (builtins.head configurations) then
      toString (builtins.head configurations)
    else
      null;
}
