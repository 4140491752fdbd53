# The text of a document, byte for byte as the command writes it (src/terraform/document/render.ts): members sorted, two
# spaces, a final newline. String contexts are kept, so that what the document names is built with it.
let
  inherit (builtins)
    attrNames
    concatMap
    concatStringsSep
    fromJSON
    genList
    isAttrs
    isBool
    isFloat
    isInt
    isList
    isString
    map
    replaceStrings
    substring
    ;

  number = import ./number.nix;

  hexadecimal = digit: substring digit 1 "0123456789abcdef";
  codes = genList (code: "\\u00${hexadecimal ((code + 1) / 16)}${hexadecimal (code + 1 - ((code + 1) / 16) * 16)}") 31;

  short = {
    "\\u0008" = "\\b";
    "\\u0009" = "\\t";
    "\\u000a" = "\\n";
    "\\u000c" = "\\f";
    "\\u000d" = "\\r";
  };

  escapeControls = replaceStrings (map (code: fromJSON "\"${code}\"") codes) (map (code: short.${code} or code) codes);

  text = string: "\"${escapeControls (replaceStrings [ "\\" "\"" ] [ "\\\\" "\\\"" ] string)}\"";

  # `around` is the indentation of what encloses the value.
  render =
    around: value:
    let
      inside = "${around}  ";
      block =
        open: close: lines:
        if lines == [ ] then "${open}${close}" else "${open}\n${concatStringsSep ",\n" lines}\n${around}${close}";
    in
    if isString value then
      text value
    else if isAttrs value then
      block "{" "}" (concatMap (name: [ "${inside}${text name}: ${render inside value.${name}}" ]) (attrNames value))
    else if isList value then
      block "[" "]" (map (element: "${inside}${render inside element}") value)
    else if isBool value then
      if value then "true" else "false"
    else if isInt value then
      toString value
    else if isFloat value then
      number value
    else if value == null then
      "null"
    else
      throw "a ${builtins.typeOf value} can't be written as JSON";
in
value: "${render "" value}\n"
