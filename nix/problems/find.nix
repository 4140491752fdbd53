# `configuration`: the evaluation with the collector among its modules. `document`: the definitions of the options that
# are emitted. `alone`: null, or, of modules that make no document, the path in `config` of what is printed, and null
# inside where that is nothing of it.
{ lib }:
{
  configuration,
  document,
  skipped,
  alone ? null,
}:
let
  inherit (builtins) attrNames concatMap;
  inherit (configuration) config options;

  given = {
    inherit
      alone
      configuration
      document
      lib
      skipped
      ;
    # Deeper than anybody nests options; a submodule that has itself as an option has no end. A submodule counts for four.
    deepest = 40;
  };

  # Each file takes what it needs of those before it.
  parts = builtins.foldl' (all: file: all // import file all) given [
    ./attempts.nix
    ./collector.nix
    ./submodules.nix
    ./known.nix
    ./in-document.nix
    ./in-values.nix
    ./undeclared.nix
    ./in-options.nix
    ./of-providers.nix
    ./assertions.nix
  ];

  inherit (parts) assertions inDocument inOptions ofProviders;
in
inOptions 0 [ ] options config
++ (if alone == null then assertions else [ ])
++ (if alone == null && config ? warnings then inDocument [ "warnings" ] config.warnings else [ ])
++ concatMap (name: inDocument [ name ] document.${name}) (attrNames document)
++ ofProviders
