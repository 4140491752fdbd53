# The definitions of the options that are emitted, with their files by number.
{
  emitted,
  evaluated,
  # Of a project that does not evaluate (examination.nix); else null.
  examination,
  walk,
}:
let
  inherit (builtins)
    addErrorContext
    attrNames
    concatLists
    elemAt
    filter
    genList
    length
    listToAttrs
    map
    seq
    ;

  # An option that was declared a second time has a type or an `apply` that is not ours: Nix merges it.
  isOurs = option: length option.declarations == 1 || option.type ? look;

  # Types of providers (lib/typed-providers.nix) complain when somebody looks.
  looked =
    name: value:
    let
      inherit (evaluated.options.${name}) type;
    in
    if type ? look && examination == null then seq (type.look evaluated.config.${name}) value else value;

  locationsOf =
    name:
    map (definition: definition // { file = walk.fileName definition.file; }) evaluated.options.${name}.definitionsWithLocations;

  # The files of some options' definitions, and the number of each.
  numbered =
    names:
    let
      files = attrNames (
        listToAttrs (
          map (definition: {
            name = definition.file;
            value = null;
          }) (concatLists (map locationsOf names))
        )
      );
    in
    {
      inherit files;
      index = listToAttrs (
        genList (index: {
          name = elemAt files index;
          value = index;
        }) (length files)
      );
    };

  numberedAll = numbered (if examination == null then emitted else examination.kept emitted);

  indexedIn =
    known: name:
    map (definition: {
      file = known.index.${definition.file};
      value = if examination == null then definition.value else examination.keptOf name definition.value;
    }) (locationsOf name);

  # While problems are looked for, every part is told, however deep.
  rootOf =
    known: name: walk.root known.files name // (if examination == null then { } else { depth = 100; });

  definitionsIn =
    known: name:
    addErrorContext "while evaluating the definitions of the option `${name}':" (
      if isOurs evaluated.options.${name} then
        looked name (walk.definitions (rootOf known name) (indexedIn known name))
      else
        {
          _type = "computed";
          files = map (definition: definition.file) (indexedIn known name);
          value = walk.value 0 evaluated.config.${name};
        }
    );
in
{
  inherit (numberedAll) files;

  indexed = indexedIn numberedAll;

  # Of those among some options that anybody defines.
  all =
    names:
    listToAttrs (
      map (name: {
        inherit name;
        value = definitionsIn numberedAll name;
      }) (filter (name: evaluated.options.${name}.definitionsWithLocations != [ ]) names)
    );

  # Of one option, with files of its own: another option may fail.
  alone = name: definitionsIn (numbered [ name ]) name;
}
