# An ordered list of name and value, written as single-member sets or as one set; the members of each name have
# priorities as options do, and mkOrder puts them in order.
{ lib }:
let
  inherit (builtins)
    attrNames
    concatMap
    filter
    foldl'
    head
    isAttrs
    isList
    length
    map
    sort
    typeOf
    zipAttrsWith
    ;
  inherit (lib.modules)
    defaultOrderPriority
    defaultOverridePriority
    mergeDefinitions
    mkDefinition
    mkOrder
    mkOverride
    ;
  inherit (lib.options) showDefs showOption;
  inherit (lib.types) isType mkOptionType optionDescriptionPhrase;
  inherit (import ./checked-merge.nix { inherit lib; })
    coherentCheck
    isNounOrComposite
    mergeBy
    rejected
    ;

  # The value with its place in the order and its priority. The order is taken off; the override stays on the value.
  unwrap =
    value:
    let
      tag = value._type or null;
      inner = unwrap value.content;
    in
    # Member by member: what is overridden must not be evaluated just because it is here.
    if tag == "order" then
      {
        inherit (inner) override value;
        order = value.priority;
      }
    else if tag == "override" then
      {
        inherit (inner) order;
        override = value.priority;
        value = mkOverride value.priority inner.value;
      }
    else
      {
        inherit value;
        order = defaultOrderPriority;
        override = defaultOverridePriority;
      };
in
rec {
  # A list of sets of one member each, or a set of them.
  attrListOf = elemType: attrListWith { inherit elemType; };

  # As `attrListOf`, in detail.
  attrListWith =
    {
      elemType,
      asAttrs ? false,
      mergeAttrValues ? _name: values: values,
    }:
    let
      description = "attribute list of ${optionDescriptionPhrase isNounOrComposite elemType}";
      check = coherentCheck (value: isList value || isAttrs value);

      fromElement =
        loc: file: element:
        let
          ordered = isType "order" element;
          member = if ordered then element.content else element;
          names = attrNames member;
          complaint =
            if !isAttrs member then
              "Each list element must be an attribute set, but got ${typeOf member}"
            else
              "Each list element must be a single-key attribute set, but got ${toString (length names)} keys";
          name = head names;
        in
        if isAttrs member && length names == 1 then
          unwrap member.${name}
          // {
            inherit file name;
          }
          // (if ordered then { order = element.priority; } else { })
        else
          throw "A definition for option `${showOption loc}' is not of type `${description}'. ${complaint}.${
            showDefs [
              {
                inherit file;
                value = element;
              }
            ]
          }";

      itemsOf =
        loc: def:
        if isList def.value then
          map (fromElement loc def.file) def.value
        else
          map (
            name:
            unwrap def.value.${name}
            // {
              inherit name;
              inherit (def) file;
            }
          ) (attrNames def.value);
    in
    mkOptionType {
      name = "attrListOf";
      inherit description check;
      descriptionClass = "composite";
      merge = mergeBy (
        { loc, defs }:
        let
          items = concatMap (itemsOf loc) defs;
          strongest = foldl' (
            best: item:
            let
              current = best.${item.name} or defaultOverridePriority;
            in
            if item.override < current then best // { ${item.name} = item.override; } else best
          ) { } items;
          wins = item: item.override == strongest.${item.name} or defaultOverridePriority;
          winners = sort (a: b: a.order < b.order) (filter wins items);
          merged = filter (item: item.result.optionalValue ? value) (
            map (
              item:
              item
              // {
                result = mergeDefinitions (loc ++ [ item.name ]) elemType [ { inherit (item) file value; } ];
              }
            ) winners
          );
          asMember = item: { ${item.name} = item.result.optionalValue.value; };
          members = map asMember merged;
        in
        {
          headError = rejected check defs;
          value = if asAttrs then zipAttrsWith mergeAttrValues members else members;
          valueMeta = {
            attrList = map (item: item.result.checkedAndMerged.valueMeta) merged;
            attrListValue = members;
            definitions = map (
              item:
              mkDefinition {
                inherit (item) file;
                value = mkOrder item.order (asMember item);
              }
            ) merged;
          };
        }
      );
      emptyValue.value = if asAttrs then { } else [ ];
      getSubOptions = prefix: elemType.getSubOptions (prefix ++ [ "*" ]);
      inherit (elemType) getSubModules;
      substSubModules =
        modules:
        attrListWith {
          inherit asAttrs mergeAttrValues;
          elemType = elemType.substSubModules modules;
        };
      typeMerge = _: null;
      nestedTypes.elemType = elemType;
    };
}
