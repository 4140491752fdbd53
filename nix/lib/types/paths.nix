# Paths and packages.
{ lib }:
let
  inherit (builtins)
    hasContext
    isPath
    isString
    substring
    unsafeDiscardStringContext
    ;
  inherit (lib.attrsets) isDerivation toDerivation;
  inherit (lib.options) mergeEqualOption mergeOneOption;
  inherit (lib.strings) isStorePath isStringLike;
  inherit (lib.types)
    addCheck
    attrs
    defaultFunctor
    mkOptionType
    unique
    ;

  describe =
    flag: yes: no:
    if flag == null then
      ""
    else if flag then
      yes
    else
      no;
  fits = wanted: actual: wanted == null || wanted == actual;
in
rec {
  # An absolute path.
  path = pathWith { absolute = true; };
  # A set of files (lib.fileset); of several definitions all files.
  fileset = mkOptionType {
    name = "fileset";
    description = "fileset";
    descriptionClass = "noun";
    check = lib.fileset.isFileset;
    merge = _: definitions: lib.fileset.unions (map (definition: definition.value) definitions);
    emptyValue.value = lib.fileset.empty;
  };
  # A path in the Nix store.
  pathInStore = pathWith { inStore = true; };
  # An absolute path outside of the Nix store.
  externalPath = pathWith {
    absolute = true;
    inStore = false;
  };

  # null leaves a side open.
  pathWith =
    {
      inStore ? null,
      absolute ? null,
    }:
    if inStore == true && absolute == false then
      throw "In pathWith, inStore means the path must be absolute"
    else
      mkOptionType {
        name = "path";
        description = "${describe absolute "absolute " "relative "}path${describe inStore " in the Nix store" " not in the Nix store"}";
        descriptionClass = "noun";
        merge = mergeEqualOption;
        functor = defaultFunctor "path" // {
          type = pathWith;
          payload = { inherit inStore absolute; };
          binOp = left: right: if left == right then left else null;
        };
        check =
          value:
          let
            asPath = if isPath value then value else /. + unsafeDiscardStringContext value;
          in
          # A path value lands in the store as soon as it is used in a string, so it can't be one that must stay outside.
          (if inStore == false then isString value else isStringLike value)
          && fits inStore (lib.path.hasStorePathPrefix asPath)
          && fits absolute (substring 0 1 (toString value) == "/");
      };

  # A derivation, or a store path that is made to look like one.
  package = mkOptionType {
    name = "package";
    descriptionClass = "noun";
    check = value: isDerivation value || isStorePath value;
    merge =
      loc: defs:
      let
        value = mergeOneOption loc defs;
      in
      if isPath value || (isString value && !hasContext value) then toDerivation value else value;
  };

  # A package that is a login shell.
  shellPackage = package // {
    check = value: isDerivation value && value ? shellPath;
  };

  # A nixpkgs.
  pkgs = addCheck (
    unique { message = "A Nixpkgs pkgs set can not be merged with another pkgs set."; } attrs
    // {
      name = "pkgs";
      description = "Nixpkgs package set";
      descriptionClass = "noun";
    }
  ) (value: value._type or null == "pkgs");
}
