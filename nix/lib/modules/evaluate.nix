# Ties modules to a configuration: the modules are functions of the options and values that come of them.
{ lib }:
let
  inherit (builtins) addErrorContext mapAttrs seq;
  inherit (lib.attrsets) recursiveUpdate setAttrByPath;
  inherit (lib.lists) reverseList;
  inherit (lib.options) isOption;
  inherit (lib.trivial) warnIf;
  inherit (import ./collect.nix { inherit lib; }) collectModules;
  inherit (import ./internal.nix { inherit lib; }) internalModule;
  inherit (import ./properties.nix { inherit lib; }) mkDefault;
  inherit (import ./tree.nix { inherit lib; }) mergeModules;
  inherit (import ./unmatched.nix { inherit lib; }) throwUnmatched;

  valuesOf = mapAttrs (_: node: if isOption node then node.value else valuesOf node);

  recursionHint = "if you get an infinite recursion here, you probably reference `config` in `imports`. If you are trying to achieve a conditional import behavior dependent on `config`, consider importing unconditionally, and using `mkEnableOption` and `mkIf` to control its effect.";
in
rec {
  # Gives `config`, `options`, `_module`, `graph`, and `extendModules` and `type` to build on the evaluation.
  evalModules =
    {
      modules,
      args ? { },
      check ? true,
      class ? null,
      prefix ? [ ],
      specialArgs ? { },
    }@given:
    let
      deprecated =
        name:
        warnIf (given ? ${name}) "The ${name} argument to evalModules is deprecated. Please set config._module.${name} instead.";
      allModules =
        modules
        ++ (if given ? args then [ { config._module.args = args; } ] else [ ])
        ++ (if given ? check then [ { config._module.check = mkDefault check; } ] else [ ]);

      collected =
        collectModules class (specialArgs.modulesPath or "")
          (
            allModules
            ++ [
              (internalModule {
                inherit extendModules prefix specialArgs;
                moduleType = type;
              })
            ]
          )
          (
            {
              inherit lib options specialArgs;
              config = addErrorContext recursionHint config;
              _class = class;
              _prefix = prefix;
            }
            // specialArgs
          );
      # Later modules come first, as the merge of lists puts an importing module before what it imports.
      merged = mergeModules prefix (reverseList collected.modules);

      options = merged.matchedOptions;
      declaredConfig = valuesOf options;
      freeformType = declaredConfig._module.freeformType;
      freeformConfig =
        if merged.unmatchedDefns == [ ] then
          { }
        else
          freeformType.merge prefix (
            map (definition: {
              inherit (definition) file;
              value = setAttrByPath definition.prefix definition.value;
            }) merged.unmatchedDefns
          );
      config =
        if freeformType == null then declaredConfig else recursiveUpdate freeformConfig declaredConfig;

      unmatchedError =
        if config._module.check && config._module.freeformType == null && merged.unmatchedDefns != [ ] then
          throwUnmatched prefix options merged.unmatchedDefns
        else
          null;
      checked = seq unmatchedError;

      extendModules =
        {
          modules ? [ ],
          prefix ? given.prefix or [ ],
          specialArgs ? { },
        }:
        evalModules (
          given
          // {
            modules = allModules ++ modules;
            specialArgs = given.specialArgs or { } // specialArgs;
            inherit prefix;
          }
        );
      type = lib.types.submoduleWith { inherit class modules specialArgs; };
    in
    deprecated "args" deprecated "check" {
      _type = "configuration";
      options = checked options;
      config = checked (removeAttrs config [ "_module" ]);
      _module = checked config._module;
      inherit (collected) graph;
      inherit class extendModules type;
    };

  # A relict: evalModules without the check for unknown options.
  fixMergeModules =
    modules: args:
    evalModules {
      inherit args modules;
      check = false;
    };
}
