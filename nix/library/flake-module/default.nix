# The module for flake-parts: `perSystem.terranix.terranixConfigurations.<name>` with the options that terranix' module has,
# run by tofu or terraform itself; and `perSystem.terrane.terraneConfigurations.<name>`, the same options, run by terrane.
{
  # The library, and the terrane of a system.
  library,
  packageFor,
}:
{
  lib,
  flake-parts-lib,
  self,
  ...
}:
let
  inherit (lib) mkIf mkOption types;

  exportDevShells = mkOption {
    type = types.bool;
    default = true;
    description = "Whether each configuration's shell is an output `devShells.<name>`.";
  };

  configurations =
    project:
    mkOption {
      type = types.attrsOf (types.submodule (import ./configuration.nix project));
      default = { };
      description = "Configurations, by name.";
    };

  # Neither argument may be looked into before there is a set of definitions.
  outputsOf =
    options: configurations: {
      packages = lib.mapAttrs (_: one: one.result.app) configurations;
      apps = lib.optionalAttrs (configurations ? default) (
        lib.mapAttrs (name: script: {
          type = "app";
          program = "${script}/bin/${name}";
        }) configurations.default.result.scripts
      );
      devShells = mkIf options.exportDevShells (lib.mapAttrs (_: one: one.result.devShell) configurations);
    };
in
{
  options.perSystem = flake-parts-lib.mkPerSystemOption (
    {
      config,
      pkgs,
      system,
      ...
    }:
    let
      project = {
        inherit
          library
          pkgs
          self
          ;
      };
    in
    {
      options = {
        terranix = {
          inherit exportDevShells;
          terranixConfigurations = configurations (project // { terrane = null; });
        };
        terrane = {
          inherit exportDevShells;
          package = mkOption {
            type = types.package;
            default = packageFor system;
            defaultText = lib.literalExpression "terrane.packages.\${system}.default";
            description = "The terrane that the scripts run.";
          };
          terraneConfigurations = configurations (project // { terrane = config.terrane.package; });
        };
      };

      config = lib.mkMerge [
        (outputsOf config.terranix config.terranix.terranixConfigurations)
        (outputsOf config.terrane config.terrane.terraneConfigurations)
      ];
    }
  );
}
