# Nix values as expressions of Terraform's language, and text with its templates taken apart: for lib.tf (terrane.nix).
# https://developer.hashicorp.com/terraform/language/expressions
let
  inherit (builtins)
    attrNames
    concatStringsSep
    elemAt
    foldl'
    genList
    head
    isAttrs
    isList
    isString
    length
    map
    match
    replaceStrings
    split
    stringLength
    substring
    tail
    toJSON
    toString
    typeOf
    ;

  # Text between the places that matter, which are lists of one: `${`, `%{` (with more `$` or `%` before them they are
  # escaped), quotes, backslashes, braces.
  partsOf = split ("([$]+[{]|%+[{]|[{}\"\\\\])");

  isOpening = token: token == "\${" || token == "%{";

  # One step of a walk over the parts. `stack` has what the place is in, innermost first: an `expression` (or a brace
  # in one), a `quote` in an expression, or nothing, which is the text outside. `unwrap` and `parentheses` are
  # interpolations in an expression, which need none.
  step =
    parts: state: index:
    let
      part = elemAt parts index;
      token = head part;
      inside = if state.stack == [ ] then "text" else head state.stack;

      emit = text: state // { out = state.out ++ [ text ]; escaping = false; };
      push = kind: text: emit text // { stack = [ kind ] ++ state.stack; };
      pop = text: emit text // { stack = tail state.stack; };

      # Terraform takes a name with dots as it is wherever an expression can be.
      isSimple =
        match "[A-Za-z_][A-Za-z0-9_.-]*" (elemAt parts (index + 1)) != null
        && elemAt parts (index + 2) == [ "}" ];
    in
    if isString part then
      if inside == "text" then
        emit (replaceStrings [ "\n" "\r" "\t" ] [ "\\n" "\\r" "\\t" ] part)
        // {
          hasText = state.hasText || part != "";
        }
      else if part == "" then
        state
      else
        emit part
    else if inside == "text" then
      if isOpening token then
        push "expression" token
        // {
          count = state.count + 1;
          hasText = state.hasText || token == "%{";
        }
      else
        emit (if token == "\"" || token == "\\" then "\\${token}" else token) // { hasText = true; }
    else if inside == "quote" then
      if state.escaping then
        emit token
      else if token == "\\" then
        emit token // { escaping = true; }
      else if token == "\"" then
        pop token
      else if isOpening token then
        push "expression" token
      else
        emit token
    else if token == "\"" then
      push "quote" token
    else if token == "\${" then
      if isSimple then push "unwrap" "" else push "parentheses" "("
    else if token == "{" then
      push "expression" token
    else if token == "}" then
      pop (
        if inside == "unwrap" then
          ""
        else if inside == "parentheses" then
          ")"
        else
          token
      )
    else
      emit token;

  walk =
    stack: text:
    let
      parts = partsOf text;
      start = {
        inherit stack;
        out = [ ];
        count = 0;
        hasText = false;
        escaping = false;
      };
    in
    foldl' (step parts) start (genList (index: index) (length parts));

  # A string as an expression: what is one interpolation and nothing else is what stands in it, anything else a quoted
  # template.
  quoted =
    text:
    let
      walked = walk [ ] text;
      inner = substring 2 (stringLength text - 3) text;
    in
    if walked.count == 1 && !walked.hasText && walked.stack == [ ] && match "~.*|.*~" inner == null then
      inner
    else
      "\"${concatStringsSep "" walked.out}\"";

  expression =
    value:
    let
      type = typeOf value;
    in
    if type == "string" then
      quoted value
    else if type == "path" then
      quoted "${value}"
    else if type == "list" then
      "[${concatStringsSep ", " (map expression value)}]"
    else if type == "set" then
      ofSet value
    else if type == "lambda" then
      throw "lib.tf: a function is no value for Terraform; what a block's function gives is, as in `config.resource.aws_vpc.main \"id\"'"
    else
      toJSON value;

  # A block that references can be made to stands for its object.
  ofSet =
    value:
    if value ? outPath then
      quoted "${value}"
    else if value ? __functor then
      expression (value "")
    else
      "{${
        concatStringsSep ", " (map (name: "${quotedKey name} = ${expression value.${name}}") (attrNames value))
      }}";

  # A key that is one interpolation would be taken for a name without its parentheses.
  quotedKey =
    name:
    let
      text = quoted name;
    in
    if substring 0 1 text == "\"" then text else "(${text})";

  escapeText = replaceStrings [ "\${" "%{" ] [ "$\${" "%%{" ];

  escape =
    value:
    if isString value then
      escapeText value
    else if isList value then
      map escape value
    else if isAttrs value && !(value ? outPath) then
      builtins.listToAttrs (
        map (name: {
          name = escapeText name;
          value = escape value.${name};
        }) (attrNames value)
      )
    else
      value;
in
{
  inherit expression escape escapeText;

  # Interpolations in the text of an expression are what stands in them.
  unwrapped = text: concatStringsSep "" (walk [ "expression" ] text).out;

  isFunctionName = name: match "[A-Za-z_][A-Za-z0-9_-]*(::[A-Za-z_][A-Za-z0-9_-]*)*" (toString name) != null;
}
