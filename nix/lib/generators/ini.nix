# Lines of key and value, with or without sections.
{ lib }:
let
  inherit (builtins)
    attrNames
    concatMap
    concatStringsSep
    foldl'
    isAttrs
    isFloat
    isInt
    isList
    isString
    mapAttrs
    replaceStrings
    tail
    ;
  inherit (lib.attrsets) filterAttrs isDerivation mapAttrsToList;
  inherit (lib.strings) escape splitString;

  bracketName = escape [
    "["
    "]"
  ];
  isSubsection = value: isAttrs value && !isDerivation value;

  # Git writes nested sections as `[a "b.c"]`.
  gitSectionName =
    name:
    let
      parts = splitString "." name;
    in
    if lib.strings.hasInfix ''"'' name || tail parts == [ ] then
      name
    else
      ''${builtins.head parts} "${concatStringsSep "." (tail parts)}"'';
  gitEscape = replaceStrings [ "\n" "\t" ''"'' "\\" ] [ "\\n" "\\t" ''\"'' "\\\\" ];

  # Sections below sections, as one level of sections with dotted names.
  flattenSections =
    sections:
    let
      isNested = value: isAttrs value && builtins.any isSubsection (builtins.attrValues value);
      leaves =
        path: value:
        if isSubsection value then
          concatMap (name: leaves (path ++ [ name ]) value.${name}) (attrNames value)
        else
          [ { inherit path value; } ];
      place =
        merged: leaf:
        let
          key = lib.lists.last leaf.path;
          section = concatStringsSep "." (lib.lists.init leaf.path);
        in
        lib.attrsets.recursiveUpdate merged (
          if tail leaf.path == [ ] then
            { ${key} = leaf.value; }
          else
            { ${section}.${key} = leaf.value; }
        );
    in
    filterAttrs (_: value: !isNested value) sections
    // foldl' place { } (leaves [ ] (filterAttrs (_: isNested) sections));
in
rec {
  # A plain value as text: numbers, strings, booleans, null, paths.
  mkValueStringDefault =
    { }:
    value:
    let
      refuse =
        what: abort "generators.mkValueStringDefault: ${what} not supported: ${lib.generators.toPretty { } value}";
    in
    if isString value then
      value
    else if isInt value || isDerivation value then
      toString value
    else if value == true then
      "true"
    else if value == false then
      "false"
    else if value == null then
      "null"
    else if isFloat value then
      lib.strings.floatToString value
    else if isList value then
      refuse "lists"
    else if isAttrs value then
      refuse "attrsets"
    else if lib.trivial.isFunction value then
      refuse "functions"
    else
      refuse "this value is";

  # A line of a key and a value with a separator between.
  mkKeyValueDefault =
    {
      mkValueString ? mkValueStringDefault { },
    }:
    separator: key: value:
    "${escape [ separator ] key}${separator}${mkValueString value}";

  # Lines of `key=value`.
  toKeyValue =
    {
      indent ? "",
      listsAsDuplicateKeys ? false,
      mkKeyValue ? mkKeyValueDefault { } "=",
    }:
    let
      line = key: value: "${indent}${mkKeyValue key value}\n";
      lines =
        key: value:
        if listsAsDuplicateKeys && isList value then
          concatStringsSep "" (map (line key) value)
        else
          line key value;
    in
    set: concatStringsSep "" (mapAttrsToList lines set);

  # INI: sections with lines of `key=value`.
  toINI =
    {
      listsAsDuplicateKeys ? false,
      mkKeyValue ? mkKeyValueDefault { } "=",
      mkSectionName ? bracketName,
    }:
    sections:
    let
      section =
        name: members:
        "[${mkSectionName name}]\n${toKeyValue { inherit listsAsDuplicateKeys mkKeyValue; } members}";
    in
    concatStringsSep "\n" (mapAttrsToList section sections);

  # INI with lines before the first section.
  toINIWithGlobalSection =
    {
      listsAsDuplicateKeys ? false,
      mkKeyValue ? mkKeyValueDefault { } "=",
      mkSectionName ? bracketName,
    }:
    {
      globalSection,
      sections ? { },
    }:
    let
      global = toKeyValue { inherit listsAsDuplicateKeys mkKeyValue; } globalSection;
    in
    (if globalSection == { } then "" else "${global}\n")
    + toINI { inherit listsAsDuplicateKeys mkKeyValue mkSectionName; } sections;

  # The form of Git's configuration.
  toGitINI =
    let
      keyValue = mkKeyValueDefault {
        mkValueString =
          value: mkValueStringDefault { } (if isString value then ''"${gitEscape value}"'' else value);
      } " = ";
      line = key: value: "\t${keyValue key value}";
      mkKeyValue =
        key: value: if isList value then concatStringsSep "\n" (map (line key) value) else line key value;
    in
    sections:
    toINI {
      inherit mkKeyValue;
      mkSectionName = gitSectionName;
    } (flattenSections sections);
}
