# A project, evaluated by nixpkgs: the same modules under the same core options as the command has them.
{
  pkgs,
  modules,
  extraArgs,
  withNulls,
}:
let
  inherit (builtins)
    concatStringsSep
    filter
    foldl'
    map
    ;

  lib = pkgs.lib.extend (import ../lib/terrane.nix);

  evaluation = import ../evaluate.nix {
    inherit lib;
    modules = [
      {
        _file = "terrane";
        _module.args.pkgs = lib.mkDefault pkgs;
      }
    ]
    ++ modules;
    specialArgs = extraArgs;
  };

  inherit (evaluation.evaluated) config;

  failures = map (assertion: assertion.message) (filter (assertion: !assertion.assertion) (config.assertions or [ ]));

  hosts = if builtins.elem "nixos" evaluation.givenUp then { } else config.nixos.hosts;

  warned = value: foldl' (result: message: lib.warn message result) value (config.warnings or [ ]);

  checked =
    value:
    if config.terrane.stacks != { } then
      throw "a project with stacks has no document of its own: `terrane compile -f .#name` writes those of its stacks"
    else if failures == [ ] then
      # The settings are for whoever runs the project, so a wrong one is an error here as well.
      builtins.deepSeq config.terrane (warned value)
    else
      throw "\nFailed assertions:\n${concatStringsSep "\n" (map (message: "- ${message}") failures)}";
in
{
  # The document as a value.
  config = checked (import ../document.nix {
    inherit config withNulls;
    inherit (evaluation) emitted;
  });

  _meta = config._meta or { };

  # The project's NixOS hosts as data, what the command makes terrane.deploy.json of; null where it has none.
  manifest = if hosts == { } then null else import ../hosts/manifest.nix { inherit hosts; };

  # The same with systems that are built: terrane.deploy.json itself, for `terrane provision --manifest`.
  deployManifest = if hosts == { } then null else import ./deploy-manifest.nix { inherit hosts lib pkgs; };

  inherit (evaluation.evaluated) options;
}
