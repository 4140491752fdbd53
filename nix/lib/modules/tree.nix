# Matches definitions with declarations, name by name down the tree.
{ lib }:
let
  inherit (builtins)
    all
    attrNames
    attrValues
    concatLists
    concatMap
    concatStringsSep
    filter
    head
    isAttrs
    length
    mapAttrs
    sort
    typeOf
    unsafeGetAttrPos
    zipAttrsWith
    ;
  inherit (lib.options) isOption showOption;
  inherit (import ./declarations.nix { inherit lib; })
    fixupOptionType
    mergeOptionDecls
    throwDeclarationTypeError
    ;
  inherit (import ./definitions.nix { inherit lib; }) evalOptionValue;
  inherit (import ./properties.nix { inherit lib; }) pushDownProperties;

  zip = zipAttrsWith (_: values: values);

  # The declarations of one module at this place of the tree, by name.
  declared =
    prefix: module:
    if isAttrs module.options then
      mapAttrs (name: options: {
        inherit (module) _file;
        pos = unsafeGetAttrPos name module.options;
        inherit options;
      }) module.options
    else
      throw ''
        An option declaration for `${concatStringsSep "." prefix}' has type
        `${typeOf module.options}' rather than an attribute set.
        Did you mean to define this outside of `options'?
      '';

  checkIsSet =
    prefix: definition:
    let
      name = concatStringsSep "." prefix;
    in
    isAttrs definition.config
    || throw ''
      In module `${definition.file}', you're trying to define a value of type `${typeOf definition.config}'
      rather than an attribute set for the option
      `${name}'!

      This usually happens if `${name}' has option
      definitions inside that are not matched. Please check how to properly define
      this option by e.g. referring to `man 5 configuration.nix'!
    '';

  defined = definition: mapAttrs (_: value: {
    inherit (definition) file;
    inherit value;
  }) definition.config;

  definedBelow = definition: mapAttrs (_: value: map (config: {
    inherit (definition) file;
    inherit config;
  }) (pushDownProperties value)) definition.config;

  # A module's whole configuration as definitions of the root.
  definitionsOf =
    module:
    map (config: {
      file = module._file;
      inherit config;
    }) (pushDownProperties module.config);

  # A set of options beside a submodule option is one more declaration of that submodule.
  asSubmodule =
    declaration:
    if isOption declaration.options then
      declaration
    else
      declaration
      // {
        options = lib.options.mkOption {
          type = lib.types.submoduleWith {
            modules = [ { inherit (declaration) options; } ];
            shorthandOnlyDefinesConfig = null;
          };
        };
      };

  throwParentIsOption =
    loc: option: nested:
    let
      showNested =
        declaration:
        map (
          name: " - option(s) with prefix `${showOption (loc ++ [ name ])}' in module `${declaration._file}'"
        ) (attrNames declaration.options);
    in
    throw "The option `${showOption loc}' in module `${option._file}' would be a parent of the following options, but its type `${
      option.options.type.description or "<no description>"
    }' does not support nested options.\n${
      concatStringsSep "\n" (sort (a: b: a < b) (concatMap showNested nested))
    }";
in
rec {
  # `modules` in the structured form of `unifyModuleSyntax`.
  mergeModules =
    prefix: modules: mergeModules' prefix modules (concatMap definitionsOf modules);

  # Gives the tree of evaluated options, and the definitions that nothing declares, with their path below `prefix`.
  mergeModules' =
    prefix: modules: definitions:
    let
      declarationsByName = zip (map (declared prefix) modules);
      checked =
        assert all (checkIsSet prefix) definitions;
        definitions;
      definitionsByName = zip (map defined checked);
      belowByName = zipAttrsWith (_: concatLists) (map definedBelow checked);

      mergeName =
        name: declarations:
        let
          loc = prefix ++ [ name ];
          isDeclaration =
            declaration:
            declaration.options ? _type
            && (
              isOption declaration.options
              || throwDeclarationTypeError loc declaration.options._type declaration._file
            );
          options = filter isDeclaration declarations;
          asOption = optionDeclarations: {
            matchedOptions = evalOptionValue loc (fixupOptionType loc (
              mergeOptionDecls loc optionDeclarations
            )) (definitionsByName.${name} or [ ]);
            unmatchedDefns = [ ];
          };
        in
        if options == [ ] then
          mergeModules' loc declarations (belowByName.${name} or [ ])
        else if length options == length declarations then
          asOption declarations
        else if all (declaration: declaration.options.type.name or null == "submodule") options then
          asOption (map asSubmodule declarations)
        else
          throwParentIsOption loc (head options) (
            filter (declaration: !isOption declaration.options) declarations
          );

      byName = mapAttrs mergeName declarationsByName;
      unmatchedByName =
        mapAttrs (_: result: result.unmatchedDefns) byName
        // removeAttrs definitionsByName (attrNames declarationsByName);
      below = name: definition: definition // { prefix = [ name ] ++ definition.prefix or [ ]; };
    in
    {
      matchedOptions = mapAttrs (_: result: result.matchedOptions) byName;
      unmatchedDefns =
        if definitions == [ ] then
          [ ]
        else
          concatLists (attrValues (mapAttrs (name: map (below name)) unmatchedByName));
    };
}
