# File sets as values, and what stands for one: a path.
{ lib }:
let
  inherit (builtins)
    isPath
    pathExists
    typeOf
    ;
  inherit (lib.filesystem) pathType;
  inherit (lib.strings) isStringLike;
  tree = import ./tree.nix { inherit lib; };

  tag = {
    _type = "fileset";
    _terrane = null;
  };
  refusal = {
    _noEval = throw ''
      lib.fileset: Directly evaluating a file set is not supported.
        To turn it into a usable source, use `lib.fileset.toSource`.
        To pretty-print the contents, use `lib.fileset.trace` or `lib.fileset.traceVal`.'';
  };
in
rec {
  # `base`: the names of the folder on which the set depends; null for a set that depends on none and is empty.
  make = base: files: tag // refusal // { inherit base files; };

  empty = make null null;

  isSet = value: value._type or null == "fileset";

  # All files at or below a path that exists.
  ofPath =
    path:
    let
      components = tree.componentsOf path;
    in
    if pathType path == "directory" then
      make components (tree.at components true)
    else
      make (tree.componentsOf (dirOf path)) (tree.at components true);

  # `context` begins the message.
  coerce =
    context: value:
    if isSet value then
      if value ? _terrane then
        value
      else
        throw "${context} is a file set of another lib than terrane's bundled one."
    else if isPath value then
      if pathExists value then
        ofPath value
      else
        throw ''
          ${context} (${toString value}) is a path that does not exist.
              To create a file set from a path that may not exist, use `lib.fileset.maybeMissing`.''
    else if value ? _isLibCleanSourceWith then
      throw ''
        ${context} is a `lib.sources`-based value, but it should be a file set or a path instead.
            To convert a `lib.sources`-based value to a file set you can use `lib.fileset.fromSource`.
            Note that this only works for sources created from paths.''
    else if isStringLike value then
      throw ''
        ${context} ("${toString value}") is a string-like value, but it should be a file set or a path instead.
            Paths represented as strings are not supported by `lib.fileset`, use `lib.sources` or derivations instead.''
    else
      throw "${context} is of type ${typeOf value}, but it should be a file set or a path instead.";
}
