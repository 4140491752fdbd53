# Properties: tags around a definition that make it conditional, give it a priority or a place in the order. A lower
# number is the stronger priority, and the earlier place.
{ lib }:
let
  inherit (builtins)
    concatMap
    filter
    foldl'
    head
    isAttrs
    isBool
    length
    mapAttrs
    sort
    ;

  tagOf = value: value._type or "";
  eachMember = wrap: value: if isAttrs value then mapAttrs (_: wrap) value else value;

  optionDefaultPriority = 1500;
  # The priority of a definition that says none: 100.
  defaultOverridePriority = 100;
  # The place of a definition that says none: 1000.
  defaultOrderPriority = 1000;
  # Weaker than any priority that is in use; what an option without definitions reports.
  weakestPriority = 9999;

  # A definition that counts only where the condition holds.
  mkIf = condition: content: {
    _type = "if";
    inherit condition content;
  };
  # Several definitions in the place of one.
  mkMerge = contents: {
    _type = "merge";
    inherit contents;
  };
  # A definition with a priority: of several, those with the lowest number count.
  mkOverride = priority: content: {
    _type = "override";
    inherit priority content;
  };
  # A definition with a place among the others that are merged with it: lower comes first.
  mkOrder = priority: content: {
    _type = "order";
    inherit priority content;
  };
in
rec {
  inherit
    defaultOrderPriority
    defaultOverridePriority
    mkIf
    mkMerge
    mkOrder
    mkOverride
    optionDefaultPriority
    weakestPriority
    ;

  # A definition with the priority of an option's own default: 1500.
  mkOptionDefault = mkOverride optionDefaultPriority;
  # A definition that any plain one beats: priority 1000.
  mkDefault = mkOverride 1000;
  # A definition for images of media: priority 60.
  mkImageMediaOverride = mkOverride 60;
  # A definition that beats plain ones: priority 50.
  mkForce = mkOverride 50;
  # A definition for virtual machines: priority 10.
  mkVMOverride = mkOverride 10;

  # A definition that comes first: order 500.
  mkBefore = mkOrder 500;
  # A definition that comes last: order 1500.
  mkAfter = mkOrder 1500;

  # A definition that is a throw where the condition is false.
  mkAssert =
    assertion: message: mkIf (if assertion then true else throw "\nFailed assertion: ${message}");

  # A definition that says which file it comes from.
  mkDefinition = { file, value, ... }@definition: definition // { _type = "definition"; };

  # Gives its argument; a relict.
  mkFixStrictness = lib.trivial.warn "lib.mkFixStrictness has no effect and will be removed. It returns its argument unmodified, so you can just remove any calls." (
    value: value
  );

  # A list of definitions without conditions, merges and overrides at the top: those are repeated on each member.
  pushDownProperties =
    definition:
    let
      tag = tagOf definition;
      pushedBelow = wrap: map (eachMember wrap) (pushDownProperties definition.content);
    in
    if tag == "merge" then
      concatMap pushDownProperties definition.contents
    else if tag == "if" then
      pushedBelow (mkIf definition.condition)
    else if tag == "override" then
      pushedBelow (mkOverride definition.priority)
    else
      [ definition ];

  # The definitions whose conditions hold, without the conditions and merges.
  dischargeProperties =
    definition:
    let
      tag = tagOf definition;
    in
    if tag == "merge" then
      concatMap dischargeProperties definition.contents
    else if tag != "if" then
      [ definition ]
    else if !isBool definition.condition then
      throw "‘mkIf’ called with a non-Boolean condition"
    else if definition.condition then
      dischargeProperties definition.content
    else
      [ ];

  # Of `{ file, value }`, those with the strongest priority, without their override.
  filterOverrides = defs: (filterOverrides' defs).values;
  # Of definitions those with the best priority, and that priority.
  filterOverrides' =
    let
      isOverride = def: tagOf def.value == "override";
      priorityOf = def: if isOverride def then def.value.priority else defaultOverridePriority;
      strip = def: if isOverride def then def // { value = def.value.content; } else def;
      stronger = priority: def: if priorityOf def < priority then priorityOf def else priority;
    in
    defs:
    let
      highestPrio =
        if length defs == 1 then priorityOf (head defs) else foldl' stronger weakestPriority defs;
    in
    {
      values = map strip (
        if length defs == 1 then defs else filter (def: priorityOf def == highestPrio) defs
      );
      inherit highestPrio;
    };

  # Sorted by their order, without it. The sort is stable: equal places keep their sequence.
  sortProperties =
    let
      strip =
        def:
        if tagOf def.value == "order" then
          def
          // {
            value = def.value.content;
            inherit (def.value) priority;
          }
        else
          def;
      placeOf = def: def.priority or defaultOrderPriority;
    in
    defs: sort (a: b: placeOf a < placeOf b) (map strip defs);

  # Applies a function to the value inside any properties.
  mapDefinitionValue =
    f: definition:
    let
      tag = tagOf definition;
      again = mapDefinitionValue f;
    in
    if tag == "merge" then
      definition // { contents = map again definition.contents; }
    else if tag == "if" || tag == "override" || tag == "order" then
      definition // { content = again definition.content; }
    else if tag == "definition" then
      definition // { value = again definition.value; }
    else
      f definition;

  # Definitions made of another option's definitions.
  mkAliasDefinitions = mkAliasAndWrapDefinitions (value: value);
  # An option's definitions, each wrapped, as a definition of another.
  mkAliasAndWrapDefinitions =
    wrap: option: mkIf option.isDefined (wrap (mkMerge option.definitions));
  # As `mkAliasAndWrapDefinitions` with the option's own priority.
  mkAliasAndWrapDefsWithPriority =
    wrap: option:
    mkIf option.isDefined (
      wrap (mkMerge (map (mkOverride (option.highestPrio or defaultOverridePriority)) option.definitions))
    );
  # An option's definition where it has one.
  mkAliasIfDef = lib.trivial.warn "Usage of 'mkAliasIfDef' has been deprecated. Use 'mkIf option.isDefined' instead." (
    option: mkIf option.isDefined
  );
  # A definition as strong as the option that it is computed from.
  mkDerivedConfig =
    option: f: mkOverride (option.highestPrio or defaultOverridePriority) (f option.value);
}
