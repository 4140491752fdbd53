# Options whose value is a module evaluation of its own, and modules as values for a later one.
{ lib }:
let
  inherit (builtins)
    attrNames
    intersectAttrs
    isAttrs
    ;
  inherit (lib.options) showOption;
  inherit (lib.types) defaultFunctor mkOptionType optionDescriptionPhrase;
  inherit (import ./checked-merge.nix { inherit lib; })
    coherentCheck
    isNounOrComposite
    mergeBy
    rejected
    ;

  isModule = value: isAttrs value || lib.trivial.isFunction value || lib.types.path.check value;

  # The value that one side gives, or both sides the same; `conflict` otherwise.
  agreeing =
    conflict: left: right:
    if left == null then
      right
    else if right == null || left == right then
      left
    else
      throw "A submoduleWith option is declared multiple times with ${conflict}";

  mergePayloads =
    left: right:
    let
      leftClass = left.class or null;
      rightClass = right.class or null;
      sharedArgs = attrNames (intersectAttrs left.specialArgs right.specialArgs);
    in
    {
      modules = left.modules ++ right.modules;
      class = agreeing ''conflicting class values "${toString leftClass}" and "${toString rightClass}".'' leftClass rightClass;
      specialArgs =
        if sharedArgs == [ ] then
          left.specialArgs // right.specialArgs
        else
          throw ''A submoduleWith option is declared multiple times with the same specialArgs "${toString sharedArgs}"'';
      shorthandOnlyDefinesConfig =
        agreeing "conflicting shorthandOnlyDefinesConfig values" left.shorthandOnlyDefinesConfig
          right.shorthandOnlyDefinesConfig;
      description = agreeing "conflicting descriptions" left.description right.description;
    };
in
rec {
  # For documentation any value is better than an error about a definition that nobody needs there.
  noCheckForDocsModule = {
    _file = "<built-in module that disables checks for the purpose of documentation generation>";
    config._module.check = lib.modules.mkForce false;
  };

  # A set with options of its own.
  submodule =
    modules:
    submoduleWith {
      modules = lib.lists.toList modules;
      shorthandOnlyDefinesConfig = true;
    };

  # As `submodule`, in detail: special arguments, the class, the meaning of a bare set.
  submoduleWith =
    {
      modules,
      class ? null,
      description ? null,
      shorthandOnlyDefinesConfig ? false,
      specialArgs ? { },
    }@args:
    let
      check = coherentCheck isModule;
      base = lib.modules.evalModules {
        inherit class specialArgs;
        modules = [ { _module.args.name = lib.modules.mkOptionDefault "‹name›"; } ] ++ modules;
      };
      documented =
        prefix:
        base.extendModules {
          inherit prefix;
          modules = [ noCheckForDocsModule ];
        };
      toModule =
        def:
        if shorthandOnlyDefinesConfig == true && isAttrs def.value then
          {
            _file = def.file;
            config = def.value;
          }
        else
          {
            _file = def.file;
            imports = [ def.value ];
          };
      freeform = (documented [ ])._module.freeformType;
    in
    mkOptionType {
      name = "submodule";
      description =
        if description != null then
          description
        else if freeform ? description then
          "open submodule of ${optionDescriptionPhrase isNounOrComposite freeform}"
        else
          "submodule";
      inherit check;
      merge = mergeBy (
        { loc, defs }:
        let
          configuration = base.extendModules {
            modules = [ { _module.args.name = lib.lists.last loc; } ] ++ map toModule defs;
            prefix = loc;
          };
        in
        {
          headError = rejected check defs;
          value = configuration.config;
          valueMeta = { inherit configuration; };
        }
      );
      emptyValue.value = base.config;
      getSubOptions =
        prefix:
        let
          evaluated = documented prefix;
          type = evaluated._module.freeformType;
        in
        evaluated.options
        // (if type == null then { } else { _freeformOptions = type.getSubOptions prefix; });
      getSubModules = modules;
      substSubModules = replacement: submoduleWith (args // { modules = replacement; });
      nestedTypes =
        let
          freeformType = base._module.freeformType;
        in
        if freeformType == null then { } else { inherit freeformType; };
      functor = defaultFunctor "submodule" // {
        type = lib.types.submoduleWith;
        payload = {
          inherit
            class
            description
            modules
            shorthandOnlyDefinesConfig
            specialArgs
            ;
        };
        binOp = mergePayloads;
      };
    };

  # A module that is evaluated elsewhere, later.
  deferredModule = deferredModuleWith { };

  # Modules kept for later: the value is a module that imports all definitions.
  deferredModuleWith =
    {
      staticModules ? [ ],
    }:
    mkOptionType {
      name = "deferredModule";
      description = "module";
      descriptionClass = "noun";
      check = isModule;
      merge = loc: defs: {
        imports =
          staticModules
          ++ map (
            def:
            lib.modules.setDefaultModuleLocation "${def.file}, via option ${showOption loc}" def.value
          ) defs;
      };
      inherit (submoduleWith { modules = staticModules; }) getSubModules getSubOptions;
      substSubModules = modules: deferredModuleWith { staticModules = modules; };
      functor = defaultFunctor "deferredModuleWith" // {
        type = lib.types.deferredModuleWith;
        payload = { inherit staticModules; };
        binOp = left: right: { staticModules = left.staticModules ++ right.staticModules; };
      };
    };
}
