# A project under the core modules.
#
# Of our additions to terranix' options, each gives way to a project that declares its name itself. Whether one does is
# known only once all modules are collected, and a module can't ask: so all are evaluated with the additions, and once
# more without those that turn out to be in the way. Nearly always there are none.
{
  lib,
  modules,
  specialArgs ? { },
}:
let
  inherit (builtins)
    all
    attrNames
    attrValues
    filter
    map
    removeAttrs
    tryEval
    ;

  additions = import ./modules/additions.nix;

  evaluateWith =
    chosen: more:
    lib.evalModules {
      modules = [ ./modules ] ++ attrValues chosen ++ modules ++ more;
      inherit specialArgs;
    };

  first = evaluateWith additions [ ];

  # Looking at `options` fails where a definition has no option. That can be a user's slip, to be told as it is, or come
  # of an addition in the way: to tell them apart, evaluate without that check.
  unchecked = evaluateWith additions [ { _module.check = lib.mkOverride 0 false; } ];

  options = if (tryEval (builtins.seq first.options null)).success then first.options else unchecked.options;

  # Modules of the catalogue add to our options: they are in nobody's way.
  isFromCatalogue =
    let
      folder = toString ./modules/catalogue;
    in
    file: builtins.substring 0 (builtins.stringLength folder) (toString file) == folder;

  declaredOnlyIn =
    file: tree:
    if lib.isOption tree then
      map toString tree.declarations == [ (toString file) ] || all isFromCatalogue tree.declarations
    else
      all (declaredOnlyIn file) (attrValues tree);

  # Two declarations that don't go together are a throw, as soon as one looks at the option.
  isInTheWay =
    name:
    let
      alone = tryEval (declaredOnlyIn additions.${name} options.${name});
    in
    !(alone.success && alone.value);

  givenUp = filter isInTheWay (attrNames additions);

  chosen = removeAttrs additions givenUp;

  plain = if givenUp == [ ] then first else evaluateWith chosen [ ];

  # Hosts that Terraform deploys are resources, and may themselves be made from resources: a module that did both would
  # go round. So they are added once all hosts are known. What is wrong with a host is told by whoever asks for it.
  hooked =
    let
      found = tryEval (
        filter (name: plain.config.nixos.hosts.${name}.trigger == "terraform") (
          attrNames plain.config.nixos.hosts
        )
      );
    in
    if chosen ? nixos && found.success then found.value else [ ];

  hooks = import ./modules/hosts/hooks.nix {
    inherit lib;
    hosts = lib.genAttrs hooked (name: plain.config.nixos.hosts.${name});
  };
in
{
  evaluated = if hooked == [ ] then plain else evaluateWith chosen [ { _file = ./modules/hosts/hooks.nix; config = hooks; } ];

  # The same with one more module.
  evaluatedWith = module: evaluateWith (removeAttrs additions givenUp) [ module ];

  # Names that are the project's and not ours: no part of the document, whatever they are called.
  inherit givenUp;

  # Those that are part of it.
  emitted = filter (name: !(builtins.elem name givenUp)) (import ./emitted.nix);
}
