# Types of provider schemas, for the files that `terrane schema nix` writes. What they accept is what Terraform accepts
# (docs/provider-schemas.md): a template stands for any attribute, never for a block; numbers and Booleans are text as
# well. They check and document, and change nothing: values merge as they do without them (../modules/value-type.nix).
{ lib }:
let
  inherit (builtins)
    attrNames
    concatMap
    elem
    elemAt
    filter
    foldl'
    genList
    head
    isAttrs
    isBool
    isFloat
    isInt
    isList
    isPath
    isString
    length
    listToAttrs
    map
    mapAttrs
    match
    seq
    split
    toString
    typeOf
    unsafeGetAttrPos
    ;
  inherit (lib) mkOptionType;
  inherit (lib.options) mkOption showOption;

  untyped = import ../modules/value-type.nix { inherit lib; };

  isTemplate = value: isString value && length (split "[$%][{]" value) > 1;
  isStorePath = value: isAttrs value && value ? outPath;
  isSet = value: isAttrs value && !isStorePath value;
  isText = value: isString value || isPath value || isStorePath value;

  kinds = {
    bool = "a Boolean";
    float = "a number";
    int = "a number";
    list = "a list";
    set = "a set";
    string = "a string";
  };

  # `a.b[1].c`: an element of a list by its place, as src/project/explain-typed.ts reads it.
  showPlace = foldl' (
    shown: step:
    if match "\\[[0-9]+]" step != null then
      shown + step
    else if shown == "" then
      showOption [ step ]
    else
      shown + "." + showOption [ step ]
  ) "";

  wrong =
    loc: type: value:
    "A definition for option `${showPlace loc}' is not of type `${type}'. It is ${kinds.${typeOf value} or "a ${typeOf value}"}.";

  # The first of some complaints: null where there is none.
  first = complaints: foldl' (found: complaint: if found != null then found else complaint) null complaints;

  # `complain loc value` is what is wrong with a value that is no null, or null.
  ofType =
    description: complain: more:
    mkOptionType (
      {
        name = "terraform";
        inherit description;
        descriptionClass = "noun";
        check = value: value == null || complain [ ] value == null;
        inherit (untyped) merge;
      }
      // more
    )
    // {
      complain = loc: value: if value == null then null else complain loc value;
    };

  attribute =
    description: fits: inner: more:
    ofType description (
      loc: value:
      if isTemplate value then
        null
      else if !fits value then
        wrong loc description value
      else
        inner loc value
    ) more;

  leaf = description: fits: attribute description fits (_: _: null) { };

  elements =
    type: loc: value:
    first (genList (index: type.complain (loc ++ [ "[${toString index}]" ]) (elemAt value index)) (length value));

  below =
    step: type:
    {
      getSubOptions = prefix: type.getSubOptions (prefix ++ [ step ]);
      nestedTypes.elemType = type;
    };

  # Options with what the module system would have told them.
  placed =
    prefix: options:
    mapAttrs (
      name: option:
      let
        position = unsafeGetAttrPos name options;
      in
      option
      // {
        loc = prefix ++ [ name ];
        declarations = if position == null then [ ] else [ position.file ];
        declarationPositions = if position == null then [ ] else [ position ];
        options = [ ];
      }
    ) options;

  # Members of a block: what Terraform takes in any of them comes first.
  complainOfMembers =
    always: options: loc: value:
    let
      here = name: loc ++ [ name ];
      given = name: value ? ${name} && value.${name} != null;
      isDynamic = name: isAttrs (value.dynamic or null) && value.dynamic ? ${name} || isList (value.dynamic or null);
      isMissing =
        name: !(options.${name} ? default) && !(given name) && !(isDynamic name);
    in
    first (
      map (
        name:
        if options ? ${name} then
          options.${name}.type.complain (here name) value.${name}
        else if elem name always then
          null
        else
          "The option `${showPlace (here name)}' does not exist."
      ) (attrNames value)
      ++ map (
        name:
        if isMissing name then
          "The option `${showPlace (here name)}' was accessed but has no value defined. Try setting the option."
        else
          null
      ) (attrNames options)
    );

  inBlocks = [
    "//"
    "dynamic"
    "__functor"
  ];

  metaArguments = {
    resource = [
      "connection"
      "count"
      "depends_on"
      "for_each"
      "lifecycle"
      "provider"
      "provisioner"
    ];
    data = [
      "count"
      "depends_on"
      "for_each"
      "lifecycle"
      "provider"
    ];
    ephemeral = metaArguments.data;
    provider = [
      "alias"
      "for_each"
      "version"
    ];
  };

  # A type for all blocks of a kind: those that are declared are checked, others may be anything.
  typed =
    kind: declared:
    let
      always = inBlocks ++ metaArguments.${kind};

      complainOf =
        type: loc: value:
        if isList value then
          first (genList (index: complainOf type (loc ++ [ "[${toString index}]" ]) (elemAt value index)) (length value))
        else if isSet value then
          complainOfMembers always declared.${type} loc value
        else
          null;

      checked =
        type: loc: value:
        let
          complaint = complainOf type loc value;
        in
        if complaint == null then value else throw complaint;

      # Of labels, or of a provider's configurations.
      checkedType =
        type: loc: value:
        if !(declared ? ${type}) then
          value
        else if kind == "provider" then
          checked type (loc ++ [ type ]) value
        else if isSet value then
          mapAttrs (label: checked type (loc ++ [ type label ])) value
        else
          value;

      type =
        untyped
        // {
          merge =
            loc: defs:
            let
              merged = untyped.merge loc defs;
            in
            if isSet merged then mapAttrs (name: checkedType name loc) merged else merged;
          getSubOptions =
            prefix:
            mapAttrs (
              name: options:
              if kind == "provider" then
                placed (prefix ++ [ name ]) options
              else
                { "<name>" = placed (prefix ++ [ name "<name>" ]) options; }
            ) declared;
          functor = untyped.functor // {
            inherit type;
            typed = declared;
          };
          typeMerge =
            other:
            if other.name != untyped.functor.name then null else typed kind (declared // other.typed or { });

          # Everything that is declared, looked at.
          look =
            value:
            foldl' (
              done: name:
              if !(declared ? ${name}) then
                done
              else if kind == "provider" then
                seq value.${name} done
              else
                foldl' (done: label: seq value.${name}.${label} done) done (attrNames value.${name})
            ) true (if isSet value then filter (name: isAttrs value.${name} || isList value.${name}) (attrNames value) else [ ]);
        };
    in
    type;
in
{
  string = leaf "string" (value: isText value || isInt value || isFloat value || isBool value);
  number = leaf "number" (
    value: isInt value || isFloat value || (isString value && match "-?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?" value != null)
  );
  bool = leaf "bool" (value: isBool value || value == "true" || value == "false");
  any = ofType "any value" (_: _: null) { };

  listOf = type: attribute "list of ${type.description}" isList (elements type) (below "*" type);
  setOf = type: attribute "set of ${type.description}" isList (elements type) (below "*" type);
  mapOf =
    type:
    attribute "map of ${type.description}" isSet (
      loc: value: first (map (name: type.complain (loc ++ [ name ]) value.${name}) (attrNames value))
    ) (below "<name>" type);

  # Which parts an object must have is for Terraform to say.
  object =
    parts:
    attribute "object" isSet (
      loc: value:
      first (
        map (name: if parts ? ${name} then parts.${name}.complain (loc ++ [ name ]) value.${name} else null) (
          attrNames value
        )
      )
    ) { };

  # An attribute whose parts have a documentation of their own.
  nested =
    options:
    attribute "object" isSet (complainOfMembers [ ] options) {
      getSubOptions = prefix: placed prefix options;
    };

  # A block in a block: a set, or a list of sets. `most` 0 is any number.
  block =
    { least, most }:
    options:
    let
      description = if most == 1 then "block" else "block or list of blocks";
      one = loc: value: if isSet value then complainOfMembers inBlocks options loc value else wrong loc "block" value;
    in
    ofType description (
      loc: value:
      if isList value then
        if most > 0 && length value > most then
          "The option `${showPlace loc}' has ${toString (length value)} blocks, and at most ${toString most} can be there."
        else if length value < least then
          "The option `${showPlace loc}' has ${toString (length value)} blocks, and at least ${toString least} must be there."
        else
          first (genList (index: one (loc ++ [ "[${toString index}]" ]) (elemAt value index)) (length value))
      else
        one loc value
    ) { getSubOptions = prefix: placed (if most == 1 then prefix else prefix ++ [ "*" ]) options; };

  # Blocks with a label each.
  labelled =
    options:
    ofType "blocks by label" (
      loc: value:
      if !isSet value then
        wrong loc "blocks by label" value
      else
        first (
          map (
            label:
            if isSet value.${label} then
              complainOfMembers inBlocks options (loc ++ [ label ]) value.${label}
            else
              wrong (loc ++ [ label ]) "block" value.${label}
          ) (attrNames value)
        )
    ) { getSubOptions = prefix: placed (prefix ++ [ "<name>" ]) options; };

  required = type: description: mkOption { inherit type description; };
  optional =
    type: description:
    mkOption {
      inherit type description;
      default = null;
    };
  readOnly =
    type: description:
    mkOption {
      type = ofType "${type.description}, read-only" (
        loc: _: "The option `${showPlace loc}' is read-only: the provider decides its value."
      ) { };
      default = null;
      readOnly = true;
      inherit description;
    };

  # `options.resource = lib.tf.types.declare "resource" { aws_vpc = { … }; }`.
  declare = kind: declared: mkOption { type = typed kind declared; };
}
