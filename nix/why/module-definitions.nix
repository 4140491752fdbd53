# The definitions of an option as the modules have them: with their places, and with those that do not count. The module
# system merges them and keeps, of an option, the files and values of those that do. So the modules of an evaluation are
# loaded once more, with the arguments that it has, and the properties around a definition are moved inwards as the module
# system moves them (nixpkgs lib/modules.nix, pushDownProperties): conditions are not looked at before the option is reached.
#
# `place` says where a member of a set stands: a position, or null. Works with nixpkgs' lib and with ours.
{ lib, place }:
let
  inherit (builtins)
    concatMap
    elem
    genList
    head
    isAttrs
    length
    map
    tail
    ;

  ownLib = import ../lib;
  inherit (import ../lib/modules/collect.nix { lib = ownLib; }) collectModules;

  modulesOf =
    configuration:
    let
      inherit (configuration._module) specialArgs;
    in
    collectModules null (specialArgs.modulesPath or "") configuration.type.getSubModules (
      {
        inherit lib specialArgs;
        inherit (configuration) options;
        config = configuration.config // {
          inherit (configuration) _module;
        };
        _class = configuration.class or null;
        _prefix = [ ];
      }
      // specialArgs
    );

  # Down to the option, with what is around each definition put around its value.
  down =
    item: path:
    let
      content = item.value;
      tag = if isAttrs content then content._type or null else null;
      under = change: map change (down (item // { value = content.content; }) path);
    in
    if path == [ ] then
      [ item ]
    else if tag == "merge" then
      concatMap (part: down (item // { value = part; }) path) content.contents
    else if tag == "if" || tag == "override" then
      under (found: found // { value = content // { content = found.value; }; })
    else if isAttrs content && content ? ${head path} then
      down (
        item
        // {
          value = content.${head path};
          position = place item (head path);
        }
      ) (tail path)
    else
      [ ];

  keysOf = nodes: concatMap (node: [ node.key ] ++ keysOf node.imports) nodes;
in
# The definitions in the order in which the module system merges them: `{ file, value, position, isOwn }`. `given`: how many
# of the last modules are definitions of a submodule, and not its own. Null where the lib is too old to tell.
configuration: given: path:
if !(configuration ? type && configuration ? _module.specialArgs) then
  null
else
  let
    collected = modulesOf configuration;
    count = length collected.graph;
    outside = keysOf (
      genList (index: builtins.elemAt collected.graph (count - given + index)) given
    );
  in
  concatMap (
    module:
    down {
      file = module._file;
      value = module.config;
      position = null;
      isOwn = !(elem module.key outside);
    } path
  ) (ownLib.lists.reverseList collected.modules)
