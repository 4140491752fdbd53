# Options: declaring them, merging their definitions, showing them in messages and documentation.
{ lib }:
let
  declare = import ./declare.nix { inherit lib; };
  merge = import ./merge.nix { inherit lib; };
  show = import ./show.nix { inherit lib; };
  document = import ./document.nix { inherit lib; };
in
{
  inherit (declare)
    isOption
    mkEnableOption
    mkOption
    mkPackageOption
    mkSinkUndeclaredOptions
    ;

  inherit (merge)
    getFiles
    getValues
    mergeDefaultOption
    mergeEqualOption
    mergeOneOption
    mergeUniqueOption
    ;

  inherit (show)
    showDefs
    showFiles
    showOption
    showOptionWithDefLocs
    unknownModule
    ;

  inherit (document)
    literalCode
    literalExpression
    literalMD
    mdDoc
    optionAttrSetToDocList
    optionAttrSetToDocList'
    renderOptionValue
    scrubOptionValue
    ;
}
