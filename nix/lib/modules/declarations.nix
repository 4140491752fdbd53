# Several declarations of one option, merged to one.
{ lib }:
let
  inherit (builtins)
    any
    foldl'
    head
    length
    tail
    ;
  inherit (lib.lists) last;
  inherit (lib.options) showFiles showOption;

  # What only one of the declarations may say.
  saidOnce = [
    "default"
    "example"
    "description"
    "apply"
  ];

  withoutPosition = file: {
    inherit file;
    line = null;
    column = null;
  };
  submodulesOf =
    declaration:
    let
      modules = declaration.options.type.getSubModules or null;
    in
    if modules == null then
      [ ]
    else
      map (lib.modules.setDefaultModuleLocation declaration._file) modules;

  positionOf =
    declaration:
    let
      position = declaration.pos or null;
    in
    if position == null then withoutPosition declaration._file else position;

  asDeclared =
    loc: declaration:
    declaration.options
    // {
      inherit loc;
      declarations = [ declaration._file ];
      declarationPositions = [ (positionOf declaration) ];
      options = submodulesOf declaration;
    };

  addDeclaration =
    merged: declaration:
    let
      new = declaration.options;
      alreadyDeclared = throw "The option `${showOption merged.loc}' in `${declaration._file}' is already declared in ${showFiles merged.declarations}.";
      type = merged.type.typeMerge new.type.functor;
    in
    if any (name: new ? ${name} && merged ? ${name}) saidOnce then
      alreadyDeclared
    else
      new
      // merged
      // {
        declarations = merged.declarations ++ [ declaration._file ];
        declarationPositions = merged.declarationPositions ++ [ (positionOf declaration) ];
        options = submodulesOf declaration ++ merged.options;
      }
      // (
        if !(new ? type && merged ? type) then
          { }
        else if type == null then
          alreadyDeclared
        else
          { inherit type; }
      );
in
rec {
  # A declaration is `{ _file, pos, options }`, with the option in `options`. The result keeps the modules of
  # submodule types in `options`, each with the file that declared it.
  mergeOptionDecls =
    loc: declarations:
    foldl' addDeclaration (asDeclared loc (head declarations)) (tail declarations);

  # Gives an option without a type one, and a submodule type the modules of all declarations.
  fixupOptionType =
    _loc: option:
    if option.type.getSubModules or null == null then
      option // { type = option.type or lib.types.unspecified; }
    else
      option
      // {
        type = option.type.substSubModules option.options;
        options = [ ];
      };

  # The error for a typed set, such as a bare type, where an option belongs.
  throwDeclarationTypeError =
    loc: tag: file:
    let
      name = lib.strings.escapeNixIdentifier (last loc);
      comment = if length loc > 1 then "\n    # ${showOption loc}" else "";
      advice = ''
        When declaring an option, you must wrap the type in a `mkOption` call. It should look somewhat like:
            ${comment}
            ${name} = lib.mkOption {
              description = ...;
              type = <the type you wrote for ${name}>;
              ...
            };
      '';
    in
    throw (
      "In module ${file}: expected an option declaration at option path `${showOption loc}` but got an attribute set with type ${tag}"
      + (if tag == "option-type" then "\n\n${advice}" else "")
    );
}
