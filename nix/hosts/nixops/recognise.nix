# Which of the files of a project are NixOps networks: sets with a `network` that says no more than NixOps knows.
let
  inherit (builtins)
    all
    any
    attrNames
    elem
    filter
    functionArgs
    head
    intersectAttrs
    isAttrs
    isFunction
    listToAttrs
    map
    removeAttrs
    tryEval
    ;

  # What belongs to a network as a whole.
  reserved = [
    "network"
    "defaults"
    "resources"
    "require"
    "nixpkgs"
  ];

  ofNetwork = [
    "description"
    "enableRollback"
    "lock"
    "nixpkgs"
    "storage"
  ];

  # Of modules. A project may have an option `network` of its own.
  ofModules = [
    "config"
    "imports"
    "module"
    "nixos"
    "options"
    "output"
    "provider"
    "resource"
    "terraform"
    "variable"
  ];

  ofModuleFunctions = [
    "config"
    "lib"
    "options"
    "pkgs"
  ];

  # The set in a file. A function is called if it is one of a network: it takes nothing that modules take, and what it
  # needs is given on the command line. A network that lacks some of that would be taken for a module: what is given
  # fails where it is looked at, and what kind of set it is can mostly be seen without.
  read =
    arguments: file:
    let
      value = import file;
      wanted = functionArgs value;
      mayBeNetwork = wanted != { } && !(any (name: wanted ? ${name}) ofModuleFunctions);
      missing = filter (name: !(wanted.${name} || arguments ? ${name})) (attrNames wanted);
      lacking = listToAttrs (
        map (name: {
          inherit name;
          # src/project/explain-argument.ts reads this.
          value = throw "the NixOps network ${toString file} asks for an argument '${name}', which nobody gives";
        }) missing
      );
      called = value (lacking // intersectAttrs wanted arguments);
      seen = tryEval (isNetwork called);
    in
    if !(isFunction value && mayBeNetwork) then
      value
    else if missing == [ ] then
      called
    else if seen.success && seen.value then
      lacking.${head missing}
    else
      value;

  isNetwork =
    value:
    isAttrs value
    && isAttrs (value.network or null)
    && all (name: elem name ofNetwork) (attrNames value.network)
    && !(any (name: value ? ${name}) ofModules);
in
{
  inherit reserved;

  # The modules that files stand for: themselves, unless there is a network among them.
  modules =
    arguments: files:
    let
      # With what networks require of other files.
      keyed = map (file: { key = toString file; });
      requiredBy =
        file:
        let
          value = read arguments file;
        in
        if isNetwork value then value.require or [ ] else [ ];
      closure = builtins.genericClosure {
        startSet = keyed files;
        operator = { key }: keyed (requiredBy (/. + key));
      };
      read' = map (
        { key }:
        let
          file = /. + key;
        in
        {
          inherit file;
          value = read arguments file;
        }
      ) closure;
      networks = filter ({ value, ... }: isNetwork value) read';
      machines = builtins.foldl' (known: { value, ... }: known // removeAttrs value reserved) { } networks;
      # Another part of it, as in `nixops create logical.nix physical.nix`.
      isPart =
        { value, ... }:
        isNetwork value
        || (
          isAttrs value
          && value != { }
          && all (name: machines ? ${name} || elem name reserved) (attrNames value)
        );
    in
    if networks == [ ] then
      files
    else
      [ (import ./. { networks = filter isPart read'; }) ]
      ++ map ({ file, ... }: file) (filter (part: !(isPart part)) read');
}
