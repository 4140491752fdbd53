# Texts that Terraform fills in. In a host as everywhere else in a document, `${…}` and `%{…}` are Terraform's, and
# `$${` and `%%{` stand for the characters themselves.
let
  inherit (builtins)
    any
    attrNames
    attrValues
    concatMap
    elemAt
    genList
    isAttrs
    isList
    isString
    length
    map
    mapAttrs
    replaceStrings
    ;

  withoutEscapes = replaceStrings [ "$\${" "%%{" ] [ "" "" ];
  withoutTemplates = replaceStrings [ "\${" "%{" ] [ "" "" ];
  unescaped = replaceStrings [ "$\${" "%%{" ] [ "\${" "%{" ];
in
rec {
  # Whether something in a value is known only to Terraform.
  isLate =
    value:
    if isString value then
      withoutEscapes value != withoutTemplates (withoutEscapes value)
    else if isList value then
      any isLate value
    else if isAttrs value then
      any isLate (attrValues value)
    else
      false;

  # What Terraform would make of a value that has nothing late in it.
  literal =
    value:
    if isString value then
      unescaped value
    else if isList value then
      map literal value
    else if isAttrs value then
      mapAttrs (_: literal) value
    else
      value;

  # The late texts in a value: for each the steps that lead to it.
  latePaths =
    value:
    if isString value then
      if isLate value then [ [ ] ] else [ ]
    else if isAttrs value then
      concatMap (name: map (path: [ name ] ++ path) (latePaths value.${name})) (attrNames value)
    else if isList value then
      builtins.concatLists (
        genList (index: map (path: [ index ] ++ path) (latePaths (elemAt value index))) (length value)
      )
    else
      [ ];

  # `a.b[0]`, for people.
  showPath =
    path:
    builtins.substring 1 (-1) (
      builtins.concatStringsSep "" (
        map (step: if isString step then ".${step}" else "[${toString step}]") path
      )
    );
}
