# Where an error is, for whoever reads it.
parts:
let
  inherit (builtins)
    elemAt
    isAttrs
    isInt
    mapAttrs
    ;
  inherit (parts)
    isPlainAnywhere
    isPlainHere
    plain
    value
    ;

  # A failure is told of which definition it was in, down to the label (option, type, label); below that a position costs
  # more than it says. The innermost is forced whole there and then: the printer would force it later, outside of this.
  nowhere = {
    depth = 0;
  };

  root = files: name: {
    depth = 2;
    path = name;
    inherit files;
  };

  below =
    at: name:
    at
    // {
      depth = at.depth - 1;
      path = "${at.path}.${name}";
    };

  whole = result: builtins.deepSeq result result;

  told =
    at: name: file: result:
    builtins.addErrorContext "while evaluating the definition of `${at.path}.${name}' in `${
      if isInt file then elemAt at.files file else file.file
    }':" result;

  valueBelow =
    at: file: content:
    if isPlainAnywhere content then
      content
    else if at.depth == 0 || !isAttrs content || content ? outPath || content ? _type || content ? __toString then
      if isPlainHere content then content else whole (value file content)
    else
      mapAttrs (name: member: told at name file (valueBelow (below at name) file member)) (plain content);

  toldMembers =
    at: file: mapAttrs (name: content: told at name file (valueBelow (below at name) file content));
in
{
  inherit
    below
    nowhere
    root
    toldMembers
    ;
}
