# From an option's definitions to its value.
{ lib }:
let
  inherit (builtins)
    addErrorContext
    all
    any
    concatLists
    concatMap
    filter
    head
    isAttrs
    length
    mapAttrs
    ;
  inherit (lib.options) showDefs showFiles showOption;
  inherit (import ./properties.nix { inherit lib; })
    defaultOverridePriority
    dischargeProperties
    filterOverrides'
    mkOptionDefault
    optionDefaultPriority
    pushDownProperties
    sortProperties
    weakestPriority
    ;
  inherit (import ../types/checked-merge.nix { inherit lib; }) mergeCoherently;

  whileReading = def: addErrorContext "while evaluating definitions from `${def.file}':";
  isPlain = def: whileReading def (!(isAttrs def.value && def.value ? _type));
  isOrdered = def: def.value._type or "" == "order";

  # The definitions that count, with their properties carried out.
  resolve =
    defs:
    # Nearly all options have plain definitions only, which need none of the work.
    if all isPlain defs then
      {
        values = defs;
        highestPrio = if defs == [ ] then weakestPriority else defaultOverridePriority;
      }
    else
      let
        effective = filterOverrides' (
          concatMap (
            def:
            map (
              value:
              if value._type or null == "definition" then
                value
              else
                {
                  inherit (def) file;
                  inherit value;
                }
            ) (whileReading def (dischargeProperties def.value))
          ) defs
        );
      in
      {
        inherit (effective) highestPrio;
        values = if any isOrdered effective.values then sortProperties effective.values else effective.values;
      };

  notOfType =
    loc: type: details:
    throw "A definition for option `${showOption loc}' is not of type `${type.description}'. ${details}";

  # What a type's `merge.v2` must return, neither more nor less.
  checkedResult = { headError, value, valueMeta }@result: result;
in
rec {
  # Merges `{ file, value }` definitions at `loc` with the type. Every field is computed when it is asked for.
  mergeDefinitions =
    loc: type: defs:
    mergeResolved loc type (resolve defs);

  mergeResolved =
    loc: type: resolved:
    let
      final = resolved.values;
      isDefined = final != [ ];
      withMeta =
        result: result // { valueMeta = result.valueMeta // { _internal = { inherit type; }; }; };
      checkedAndMerged = checkedResult (
        if type.merge ? v2 then
          withMeta (
            mergeCoherently type {
              inherit loc;
              defs = final;
            }
          )
        else
          {
            headError = null;
            value = mergedValue;
            valueMeta = { };
          }
      );
      mergedValue =
        if !isDefined then
          type.emptyValue.value
            or (throw "The option `${showOption loc}' was accessed but has no value defined. Try setting the option.")
        else if type.merge ? v2 then
          if checkedAndMerged.headError == null then
            checkedAndMerged.value
          else
            notOfType loc type "TypeError: ${checkedAndMerged.headError.message}"
        else if all (def: type.check def.value) final then
          type.merge loc final
        else
          notOfType loc type "Definition values:${showDefs (filter (def: !type.check def.value) final)}";
    in
    {
      defsFinal' = resolved;
      defsFinal = final;
      optionalValue = if isDefined then { value = mergedValue; } else { };
      inherit checkedAndMerged isDefined mergedValue;
    };

  # The option with its value and all that is known about its definitions.
  evalOptionValue =
    loc: option: defs:
    let
      default = {
        file = head option.declarations;
        value = option.default;
      };
      withDefault =
        if option ? default then
          [ (default // { value = mkOptionDefault option.default; }) ] ++ defs
        else
          defs;
      # Most options are left at their default, whose priority is known without evaluating it.
      resolved =
        if defs == [ ] && option ? default then
          {
            values = if isPlain default then [ default ] else (resolve withDefault).values;
            highestPrio = optionDefaultPriority;
          }
        else
          resolve withDefault;
      # Each definition as it would be on its own, so that the message shows values without their properties.
      alone = def: def // { value = (mergeDefinitions loc option.type [ def ]).mergedValue; };
      merged =
        if option.readOnly or false && length withDefault > 1 then
          throw "The option `${showOption loc}' is read-only, but it's set multiple times. Definition values:${showDefs (map alone withDefault)}"
        else
          mergeResolved loc option.type resolved;
      value = if option ? apply then option.apply merged.mergedValue else merged.mergedValue;
      final = merged.defsFinal;
      checkDeprecation =
        if option.type.deprecationMessage or null == null then
          option
        else
          lib.trivial.warn "The type `types.${option.type.name}' of option `${showOption loc}' defined in ${showFiles option.declarations} is deprecated. ${option.type.deprecationMessage}" option;
    in
    checkDeprecation
    // {
      value = addErrorContext "while evaluating the option `${showOption loc}':" value;
      inherit (merged.defsFinal') highestPrio;
      inherit (merged) isDefined;
      inherit (merged.checkedAndMerged) valueMeta;
      definitions = map (def: def.value) final;
      files = map (def: def.file) final;
      definitionsWithLocations = final;
      __toString = _: showOption loc;
    };

  # The members of an attrsOf option, each with the priority of its own definitions.
  mergeAttrDefinitionsWithPrio =
    option:
    let
      memberDefs =
        def:
        map (mapAttrs (_: value: def // { inherit value; })) (pushDownProperties def.value);
      defsByName = lib.attrsets.zipAttrs (concatLists (map memberDefs option.definitionsWithLocations));
      mergeMember =
        name: defs:
        let
          merged = mergeDefinitions (option.loc ++ [ name ]) option.type.nestedTypes.elemType defs;
        in
        {
          value = merged.mergedValue;
          inherit (merged.defsFinal') highestPrio;
        };
    in
    assert option.type.name == "attrsOf" || option.type.name == "lazyAttrsOf";
    mapAttrs mergeMember defsByName;
}
