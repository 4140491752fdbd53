# Quoting for the places where strings end up: Nix, shells, regular expressions, URLs, XML.
{ lib }:
let
  inherit (builtins)
    concatStringsSep
    elem
    isAttrs
    isList
    match
    replaceStrings
    toJSON
    ;
  inherit (lib.attrsets) mapAttrsToList;
  inherit (lib.strings) fixedWidthString isStringLike stringToCharacters;

  ascii = import ./ascii.nix;
  hexByte = code: fixedWidthString 2 "0" (lib.trivial.toHexString code);

  keywords = [
    "assert"
    "else"
    "if"
    "in"
    "inherit"
    "let"
    "or"
    "rec"
    "then"
    "with"
  ];

  unreserved = stringToCharacters "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
  reserved = removeAttrs ascii unreserved;
in
rec {
  # Every occurrence of one string replaced.
  replaceString = from: to: replaceStrings [ from ] [ to ];
  # With a backslash before each of these characters.
  escape = characters: replaceStrings characters (map (c: "\\" + c) characters);

  # The number of a character's byte.
  charToInt = character: ascii.${character};
  # With each of these characters as C writes its number.
  escapeC =
    characters:
    replaceStrings characters (
      map (c: "\\x" + lib.strings.toLower (hexByte (charToInt c))) characters
    );

  # Text that a regular expression takes as it is.
  escapeRegex = escape (stringToCharacters "\\[{()^$?*+|.");
  # Text in the encoding of XML.
  escapeXML = replaceStrings [ "&" "<" ">" "\"" "'" ] [ "&amp;" "&lt;" "&gt;" "&quot;" "&apos;" ];
  # Text in the encoding of URLs.
  escapeURL = replaceStrings (builtins.attrNames reserved) (
    mapAttrsToList (_: code: "%" + hexByte code) reserved
  );

  # JSON's string syntax is Nix's but for interpolation.
  escapeNixString = text: escape [ "$" ] (toJSON text);
  # A name as Nix writes it: in quotes where it must be.
  escapeNixIdentifier =
    name:
    if match "[a-zA-Z_][a-zA-Z0-9_'-]*" name == null || elem name keywords then
      escapeNixString name
    else
      name;

  # A word that a shell takes as it is.
  escapeShellArg =
    value:
    let
      text = toString value;
    in
    if match "[[:alnum:],._+:@%/-]+" text == null then
      "'" + replaceString "'" "'\\''" text + "'"
    else
      text;
  # Words that a shell takes as they are, with spaces between.
  escapeShellArgs = list: concatStringsSep " " (map escapeShellArg list);

  # Whether a string can be the name of a shell's variable.
  isValidPosixName = name: match "[a-zA-Z_][a-zA-Z0-9_]*" name != null;
  # A set becomes an associative array, a list an array.
  toShellVar =
    name: value:
    if !isValidPosixName name then
      throw "toShellVar: ${name} is not a valid shell variable name"
    else if isList value then
      "declare -a ${name}=(${escapeShellArgs value})"
    else if isAttrs value && !isStringLike value then
      let
        member = key: content: "[${escapeShellArg key}]=${escapeShellArg content}";
      in
      "declare -A ${name}=(${concatStringsSep " " (mapAttrsToList member value)})"
    else
      "${name}=${escapeShellArg value}";
  # Assignments of shell variables, a line each.
  toShellVars = vars: concatStringsSep "\n" (mapAttrsToList toShellVar vars);
}
