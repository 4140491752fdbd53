# A module as the user writes it, a path, a set or a function, and the one form that the rest of the system reads:
# `{ _file, _class, key, disabledModules, imports, options, config }`.
{ lib }:
let
  inherit (builtins)
    addErrorContext
    attrNames
    head
    isAttrs
    isList
    mapAttrs
    ;
  inherit (lib.options) showDefs;
  inherit (lib.trivial) functionArgs isFunction;
  inherit (import ./properties.nix { inherit lib; }) mkMerge;
  inherit (import ./not-a-module.nix { inherit lib; }) notAModule;

  structuralNames = [
    "_class"
    "_file"
    "disabledModules"
    "freeformType"
    "imports"
    "key"
  ];
  longFormNames = structuralNames ++ [
    "config"
    "meta"
    "options"
  ];
  shortFormNames = structuralNames ++ [ "require" ];

  withFreeformType =
    module: config:
    if module ? freeformType then
      mkMerge [
        config
        { _module.freeformType = module.freeformType; }
      ]
    else
      config;
  withMeta =
    module: config:
    if module ? meta then
      mkMerge [
        config
        { inherit (module) meta; }
      ]
    else
      config;
in
rec {
  # The arguments for the function's formals come from `args`, else lazily from `_module.args`; all of `args` is
  # passed as well, for functions that keep the whole set.
  applyModuleArgs =
    key: f: args:
    let
      argument =
        name: _:
        addErrorContext "while evaluating the module argument `${name}' in \"${key}\":" (
          args.${name} or (addErrorContext
            "noting that argument `${name}` is not externally provided, so querying `_module.args` instead, requiring `config`"
            args.config._module.args.${name}
          )
        );
    in
    f (args // mapAttrs argument (functionArgs f));
  # A module function called with the arguments that it names.
  applyModuleArgsIfFunction =
    key: module: args: if isFunction module then applyModuleArgs key module args else module;

  # `file` and `key` are used where the module doesn't say its own.
  unifyModuleSyntax =
    file: key: module:
    let
      unknown = attrNames (removeAttrs module longFormNames);
      common = {
        _file = toString module._file or file;
        _class = module._class or null;
        key = toString module.key or key;
        disabledModules = module.disabledModules or [ ];
      };
    in
    if !isAttrs module then
      throw "module ${file} (${key}) does not look like a module."
    else if !(module ? config || module ? options) then
      common
      // {
        imports = module.require or [ ] ++ module.imports or [ ];
        options = { };
        config = withFreeformType module (removeAttrs module shortFormNames);
      }
    else if unknown != [ ] then
      throw "Module `${key}' has an unsupported attribute `${head unknown}'. This is caused by introducing a top-level `config' or `options' attribute. Add configuration attributes immediately on the top level instead, or move all of them (namely: ${toString unknown}) into the explicit `config' attribute."
    else
      common
      // {
        imports = module.imports or [ ];
        options = module.options or { };
        config = withFreeformType module (withMeta module (module.config or { }));
      };

  # Loads whatever stands in a list of imports.
  loadModule =
    class: args: file: key: module:
    let
      tag = module._type or "module";
      path = toString module;
    in
    if isFunction module then
      unifyModuleSyntax file key (applyModuleArgs key module args)
    else if isAttrs module then
      if tag == "module" then
        unifyModuleSyntax file key module
      else if tag == "if" || tag == "override" then
        unifyModuleSyntax file key { config = module; }
      else
        throw (notAModule {
          inherit class file tag;
          prefix = args._prefix;
        })
    else if isList module then
      throw "Module imports can't be nested lists. Perhaps you meant to remove one level of lists? Definitions: ${
        showDefs [
          {
            inherit file;
            value = module;
          }
        ]
      }"
    else
      unifyModuleSyntax path path (applyModuleArgsIfFunction path (import module) args);

  # A module that has a file to be named by, unless it names its own.
  setDefaultModuleLocation = file: module: {
    _file = file;
    imports = [ module ];
  };

  # A file that takes one argument of its own before it is a module.
  importApply = path: argument: setDefaultModuleLocation path (import path argument);
  # A JSON file as a module.
  importJSON = path: {
    _file = path;
    config = lib.trivial.importJSON path;
  };
  # A TOML file as a module.
  importTOML = path: {
    _file = path;
    config = lib.trivial.importTOML path;
  };
}
