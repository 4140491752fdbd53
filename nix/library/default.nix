# The library for flakes, and for whoever has a nixpkgs at hand. Names, arguments and results are those of terranix'
# flake, so that changing the input is all that a project has to do; each has a name of ours as well.
{
  # The packages of a system, for callers that name one instead of giving `pkgs`.
  pkgsFor ? system: throw "terrane: give `pkgs'; there is no nixpkgs here to take those of ${system} from",
}:
let
  inherit (builtins) removeAttrs;

  # terranix: "you have to either have to name a system or set pkgs".
  pkgsOf =
    { system, pkgs, ... }:
    if pkgs != null then
      pkgs
    else if system != "" then
      pkgsFor system
    else
      throw "terrane: give `pkgs', or name a `system'";

  evaluate =
    {
      system ? "",
      pkgs ? null,
      modules ? [ ],
      extraArgs ? { },
      strip_nulls ? true,
    }:
    import ./configuration.nix {
      pkgs = pkgsOf { inherit system pkgs; };
      inherit modules extraArgs;
      withNulls = !strip_nulls;
    };

  evalTerraneConfiguration = arguments: removeAttrs (evaluate arguments) [ "options" ];

  # A file, config.tf.json. The command takes the modules from it where it is named as `.#name`.
  terraneConfiguration =
    {
      system ? "",
      pkgs ? null,
      modules ? [ ],
      extraArgs ? { },
      strip_nulls ? true,
    }@arguments:
    let
      packages = pkgsOf { inherit system pkgs; };
      evaluated = evalTerraneConfiguration arguments;
    in
    (packages.writeText "config.tf.json" (import ./render.nix evaluated.config)).overrideAttrs (old: {
      passthru =
        (old.passthru or { })
        // evaluated
        // {
          inherit extraArgs modules strip_nulls;
          pkgs = packages;
        };
    });

  terraneOptions =
    {
      system ? "",
      pkgs ? null,
      modules ? [ ],
      extraArgs ? { },
      moduleRootPath ? "/",
      urlPrefix ? "",
      urlSuffix ? "",
    }:
    import ./options.nix {
      pkgs = pkgsOf { inherit system pkgs; };
      inherit
        modules
        extraArgs
        moduleRootPath
        urlPrefix
        urlSuffix
        ;
    };

  mkTerraneOutputs =
    {
      pkgs,
      terraformConfiguration,
      terraformWrapper ? pkgs.terraform,
      prefixText ? "",
    }:
    import ./outputs.nix {
      inherit
        pkgs
        terraformConfiguration
        terraformWrapper
        prefixText
        ;
    };
in
{
  inherit
    evalTerraneConfiguration
    mkTerraneOutputs
    terraneConfiguration
    terraneOptions
    ;

  evalTerranixConfiguration = evalTerraneConfiguration;
  mkTerranixOutputs = mkTerraneOutputs;
  terranixConfiguration = terraneConfiguration;
  terranixOptions = terraneOptions;
}
