# Which of the files of a project are NixOps networks: sets with a `network` that says no more than NixOps knows.
let
  inherit (builtins)
    all
    any
    attrNames
    elem
    filter
    functionArgs
    intersectAttrs
    isAttrs
    isFunction
    map
    removeAttrs
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
  # needs is given on the command line.
  read =
    arguments: file:
    let
      value = import file;
      wanted = functionArgs value;
      isCallable =
        wanted != { }
        && !(any (name: wanted ? ${name}) ofModuleFunctions)
        && all (name: wanted.${name} || arguments ? ${name}) (attrNames wanted);
    in
    if isFunction value && isCallable then value (intersectAttrs wanted arguments) else value;

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
