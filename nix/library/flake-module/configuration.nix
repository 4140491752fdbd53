# One configuration of the flake-parts module: what it is made of, and what comes of it.
{
  library,
  pkgs,
  self,
  # The terrane to run; null has tofu or terraform run by itself.
  terrane,
}:
{
  lib,
  name,
  config,
  ...
}:
let
  inherit (lib) mkOption types;
in
{
  options = {
    modules = mkOption {
      type = types.listOf types.deferredModule;
      default = [ ];
      description = "The modules of the configuration.";
    };

    extraArgs = mkOption {
      type = types.attrsOf types.anything;
      default = { };
      description = "Further arguments for the modules.";
    };

    workdir = mkOption {
      type = types.str;
      default = name;
      defaultText = lib.literalMD "the configuration's name";
      description = "The folder for its document, state and plugins, from where the scripts are run.";
    };

    terraformWrapper = {
      package = mkOption {
        type = types.package;
        default = pkgs.terraform;
        defaultText = lib.literalExpression "pkgs.terraform";
        example = lib.literalExpression "pkgs.opentofu.withPlugins (plugins: [ plugins.external plugins.null ])";
        description = "The tofu or terraform to run, with plugins if need be.";
      };

      extraRuntimeInputs = mkOption {
        type = types.listOf types.package;
        default = [ ];
        description = "Further programs that are on its PATH.";
      };

      prefixText = mkOption {
        type = types.lines;
        default = "";
        description = "Shell commands to run before it.";
      };

      suffixText = mkOption {
        type = types.lines;
        default = "";
        description = "Shell commands to run after it.";
      };
    };

    result = lib.mapAttrs (
      _: description:
      mkOption {
        type = types.raw;
        readOnly = true;
        inherit description;
      }
    ) {
      terraformConfiguration = "config.tf.json, as `lib.terraneConfiguration` makes it.";
      terraformWrapper = "The tofu or terraform, run in the work folder.";
      scripts = "Scripts by name: init, plan, apply, destroy.";
      app = "The script apply, with the others beside it: `nix run .#name.destroy`.";
      devShell = "A shell with the scripts and the wrapper.";
    };
  };

  config.result = import ./result.nix {
    inherit
      lib
      library
      name
      pkgs
      self
      terrane
      ;
    configuration = config;
  };
}
