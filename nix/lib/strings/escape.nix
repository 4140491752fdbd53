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
  replaceString = from: to: replaceStrings [ from ] [ to ];
  escape = characters: replaceStrings characters (map (c: "\\" + c) characters);

  charToInt = character: ascii.${character};
  escapeC =
    characters:
    replaceStrings characters (
      map (c: "\\x" + lib.strings.toLower (hexByte (charToInt c))) characters
    );

  escapeRegex = escape (stringToCharacters "\\[{()^$?*+|.");
  escapeXML = replaceStrings [ "&" "<" ">" "\"" "'" ] [ "&amp;" "&lt;" "&gt;" "&quot;" "&apos;" ];
  escapeURL = replaceStrings (builtins.attrNames reserved) (
    mapAttrsToList (_: code: "%" + hexByte code) reserved
  );

  # JSON's string syntax is Nix's but for interpolation.
  escapeNixString = text: escape [ "$" ] (toJSON text);
  escapeNixIdentifier =
    name:
    if match "[a-zA-Z_][a-zA-Z0-9_'-]*" name == null || elem name keywords then
      escapeNixString name
    else
      name;

  escapeShellArg =
    value:
    let
      text = toString value;
    in
    if match "[[:alnum:],._+:@%/-]+" text == null then
      "'" + replaceString "'" "'\\''" text + "'"
    else
      text;
  escapeShellArgs = list: concatStringsSep " " (map escapeShellArg list);

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
  toShellVars = vars: concatStringsSep "\n" (mapAttrsToList toShellVar vars);
}
