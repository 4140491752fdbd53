# What stands in `of`: the definitions at a path, one by one.
parts:
let
  inherit (builtins)
    elemAt
    genList
    hasContext
    isInt
    isString
    length
    unsafeDiscardStringContext
    ;
  inherit (parts)
    leaf
    ;

  # In lists of files stands what stands in `of` for a definition of which there is no more to say.
  fileOf = entry: if isInt entry then entry else entry.file;

  entryOf = file: if isInt file then file else { inherit file; };

  bare = entry: priority: {
    file = fileOf entry;
    inherit priority;
  };

  winner =
    entry: priority: content:
    let
      file = if isInt entry then entry else entry.file;
      value = if isString content && !(hasContext content) then content else leaf entry content;
    in
    if priority == 100 then { inherit file value; } else { inherit file priority value; };

  # The list of places, of which the first few are made once.
  indicesOf =
    list:
    let
      count = length list;
    in
    if count < 16 then elemAt indices count else genList (index: index) count;

  indices = genList (count: genList (index: index) count) 16;

  pairs =
    files: values:
    genList (index: {
      file = fileOf (elemAt files index);
      value = elemAt values index;
    }) (length values);

  replaced =
    list: place: element:
    genList (index: if index == place then element else elemAt list index) (length list);

  fileName = file: unsafeDiscardStringContext (toString file);
in
{
  inherit
    bare
    entryOf
    fileName
    fileOf
    indicesOf
    pairs
    replaced
    winner
    ;
}
