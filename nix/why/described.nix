# What an option says of itself.
{
  behind,
  declared,
  emitted,
  found,
  isForeign,
  isInside,
  lib,
  ...
}:
let
  inherit (builtins)
    deepSeq
    elem
    elemAt
    genList
    head
    isAttrs
    length
    tryEval
    ;

  # A function of the lib may have made the option (mkRenamedOptionModule): then the file is known, and no line.
  declarations =
    let
      positions = declared.declarationPositions or [ ];
      ofFile = file: {
        file = toString file;
        line = null;
        column = null;
      };
      known =
        index: file:
        let
          position = elemAt positions index;
        in
        if index < length positions && isAttrs position && !(isForeign position.file) then position else ofFile file;
    in
    genList (index: known index (elemAt declared.declarations index)) (length declared.declarations);

  textOf = value: if isAttrs value && value ? text then value.text else value;

  default =
    let
      given =
        if declared ? defaultText then
          textOf declared.defaultText
        else if declared ? default then
          lib.generators.toPretty { } declared.default
        else
          null;
      tried = tryEval (deepSeq given given);
    in
    if tried.success then tried.value else null;
in
{
  described = {
    name = found.taken;
    inherit
      behind
      declarations
      default
      isInside
      ;
    type = declared.type.description or null;
    description = textOf (declared.description or null);
    isEmitted = elem (head found.taken) emitted;
    hasDefault = declared ? default;
    hasApply = declared ? apply;
  };
}
