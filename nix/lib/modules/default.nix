# The module system: modules are loaded and collected, their option declarations and definitions matched by name,
# and each option's definitions merged by its type, all lazily, so that modules can read the result they contribute to.
{ lib }:
let
  properties = import ./properties.nix { inherit lib; };
  definitions = import ./definitions.nix { inherit lib; };
  declarations = import ./declarations.nix { inherit lib; };
  tree = import ./tree.nix { inherit lib; };
  load = import ./load.nix { inherit lib; };
  collect = import ./collect.nix { inherit lib; };
  evaluate = import ./evaluate.nix { inherit lib; };
  renames = import ./renames.nix { inherit lib; };
in
{
  inherit (evaluate) evalModules fixMergeModules;

  inherit (load)
    applyModuleArgsIfFunction
    importApply
    importJSON
    importTOML
    setDefaultModuleLocation
    unifyModuleSyntax
    ;
  collectModules = collect.collectModules null;

  inherit (tree) mergeModules mergeModules';
  inherit (declarations) fixupOptionType mergeOptionDecls;
  inherit (definitions) evalOptionValue mergeAttrDefinitionsWithPrio mergeDefinitions;

  inherit (properties)
    defaultOrderPriority
    defaultOverridePriority
    dischargeProperties
    filterOverrides
    filterOverrides'
    mapDefinitionValue
    mkAfter
    mkAliasAndWrapDefinitions
    mkAliasAndWrapDefsWithPriority
    mkAliasDefinitions
    mkAliasIfDef
    mkAssert
    mkBefore
    mkDefault
    mkDefinition
    mkDerivedConfig
    mkFixStrictness
    mkForce
    mkIf
    mkImageMediaOverride
    mkMerge
    mkOptionDefault
    mkOrder
    mkOverride
    mkVMOverride
    pushDownProperties
    sortProperties
    ;

  inherit (renames)
    doRename
    mkAliasOptionModule
    mkAliasOptionModuleMD
    mkChangedOptionModule
    mkMergedOptionModule
    mkRemovedOptionModule
    mkRenamedOptionModule
    mkRenamedOptionModuleWith
    ;
}
