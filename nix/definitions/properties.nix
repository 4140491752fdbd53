# Properties taken apart. Rules from nixpkgs lib/modules.nix: dischargeProperties, filterOverrides', sortProperties.
parts:
let
  inherit (builtins)
    all
    concatMap
    foldl'
    isBool
    removeAttrs
    sort
    ;
  inherit (parts)
    isPlainValue
    isProperty
    tagOf
    ;

  # mkMerge and mkIf dissolved: a flat list of what stands under them.
  discharge =
    definition: under:
    let
      content = definition.value;
      tag = tagOf content;
    in
    if tag == null then
      [ (definition // (if under == { } then unranked else unranked // { entry = under; })) ]
    else if tag == "override" || tag == "order" then
      [ (rank definition under) ]
    else if tag == "merge" then
      concatMap (part: discharge (definition // { value = part; }) under) content.contents
    else if tag == "if" then
      if !isBool content.condition then
        throw "‘mkIf’ called with a non-Boolean condition"
      else if content.condition then
        discharge (definition // { value = content.content; }) { condition = true; }
      else
        [
          (
            removeAttrs definition [
              "value"
              "priority"
              "order"
            ]
            // {
              position = definition.position or null;
              isBare = false;
              entry.condition = false;
            }
          )
        ]
    else
      [ (rank (definition // { inherit (content) file value; }) under) ];

  # Most definitions carry no property: they share what is said of them.
  unranked = {
    priority = 100;
    entry = { };
    order = { };
    isBare = true;
  };

  rank =
    definition: under:
    if tagOf definition.value == null then
      definition // unranked // { entry = under; }
    else
      let
        overridden = tagOf definition.value == "override";
        content = if overridden then definition.value.content else definition.value;
        ordered = tagOf content == "order";
      in
      definition
      // {
        isBare = false;
        priority = if overridden then definition.value.priority else 100;
        entry = if overridden then under // { inherit (definition.value) priority; } else under;
        # Lazy: what is beaten is never looked into.
        order = if ordered then { order = content.priority; } else { };
        value = if ordered then content.content else content;
      };

  flatten = definitions: concatMap (definition: discharge definition { }) definitions;

  best =
    flat: foldl' (least: item: if item ? priority && item.priority < least then item.priority else least) 1000000000 flat;

  # What wins, as sortProperties puts it: stable, so that equal ones stay as defined.
  inOrder =
    winners:
    if all (item: item.order == { }) winners then
      winners
    else
      sort (a: b: (a.order.order or 1000) < (b.order.order or 1000)) winners;

  isPlainSet = item: isPlainValue item.value;

  # The priority of what is not a property, or overridden and nothing else; null where more has to be looked at.
  simplePriority =
    content:
    # Of what is no set, `?` says no.
    if content ? _type then
      if content._type == "override" then
        if content.priority == 100 then null else content.priority
      else if isProperty content then
        null
      else
        100
    else
      100;
in
{
  inherit
    best
    flatten
    inOrder
    isPlainSet
    simplePriority
    ;
}
