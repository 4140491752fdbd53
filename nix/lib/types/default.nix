# Types of options. A type checks one definition, merges all of them, and knows how to merge with another
# declaration's type. Each file is read when one of its types is first used.
{ lib }:
let
  base = import ./base.nix { inherit lib; };
  plain = import ./plain.nix { inherit lib; };
  numeric = import ./numeric.nix { inherit lib; };
  text = import ./text.nix { inherit lib; };
  paths = import ./paths.nix { inherit lib; };
  collections = import ./collections.nix { inherit lib; };
  attrList = import ./attr-list.nix { inherit lib; };
  attrTags = import ./attr-tag.nix { inherit lib; };
  wrappers = import ./wrappers.nix { inherit lib; };
  choices = import ./choices.nix { inherit lib; };
  submodules = import ./submodule.nix { inherit lib; };
  declarations = import ./declarations.nix { inherit lib; };
in
{
  inherit (base)
    addCheck
    defaultFunctor
    defaultTypeMerge
    isOptionType
    isType
    mergeTypes
    mkOptionType
    optionDescriptionPhrase
    setType
    ;

  inherit (plain)
    anything
    attrs
    bool
    boolByOr
    luaInline
    raw
    unspecified
    ;

  inherit (numeric)
    float
    int
    ints
    number
    numbers
    port
    ;

  inherit (text)
    commas
    envVar
    lines
    nonEmptyStr
    passwdEntry
    separatedString
    singleLineStr
    str
    strMatching
    ;

  inherit (paths)
    externalPath
    fileset
    package
    path
    pathInStore
    pathWith
    pkgs
    shellPackage
    ;

  inherit (collections)
    attrsOf
    attrsWith
    lazyAttrsOf
    listOf
    loaOf
    nonEmptyListOf
    ;

  inherit (attrList) attrListOf attrListWith;
  inherit (attrTags) attrTag;

  inherit (wrappers)
    coercedTo
    functionTo
    nullOr
    uniq
    unique
    ;

  inherit (choices)
    either
    enum
    json
    oneOf
    serializableValueWith
    toml
    ;

  inherit (submodules)
    deferredModule
    deferredModuleWith
    noCheckForDocsModule
    submodule
    submoduleWith
    ;

  inherit (declarations) optionDeclaration optionType;

  # An old way to say `lib.types`.
  inherit (lib) types;
}
