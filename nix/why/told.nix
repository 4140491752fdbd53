# What is said of one definition.
{ walk, withValues, ... }:
let
  inherit (builtins) attrNames deepSeq tryEval;
  inherit (walk) isPlainSet;

  told =
    wins: at: item:
    {
      file = walk.fileName item.file;
      position = item.position or null;
      depth = at;
      wins = wins item;
      condition = item.entry.condition or null;
      priority = item.priority or null;
      isOwn = item.isOwn or false;
      isDefault = item.isDefault or false;
      order = item.order.order or null;
    }
    // (if wins item then shown item else { });

  shown =
    item:
    let
      value = tryEval (deepSeq (walk.value 0 item.value) (walk.value 0 item.value));
    in
    if isPlainSet item then
      { members = attrNames (walk.plain item.value); }
    else if withValues && value.success then
      { inherit (value) value; }
    else
      { };
in
{
  inherit told;
}
