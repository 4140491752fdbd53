# Options as data for documentation.
{ lib }:
let
  inherit (builtins)
    addErrorContext
    concatMap
    filter
    isAttrs
    isBool
    isList
    isString
    mapAttrs
    ;
  inherit (lib.attrsets) collect isDerivation optionalAttrs;
  inherit (lib.options) isOption showOption unknownModule;

  literal =
    kind: text:
    if isString text then
      {
        _type = kind;
        inherit text;
      }
    else
      throw "${kind} expects a string.";
in
rec {
  # Nix code for documentation, shown as it is.
  literalExpression = literal "literalExpression";
  # Markdown for documentation in the place of a value.
  literalMD = literal "literalMD";
  # Code in another language for documentation.
  literalCode = language: text: literalMD "```${language}\n${text}\n```\n";
  # Its argument; a relict.
  mdDoc = text: text;

  # Values without a rendering of their own are printed as Nix.
  renderOptionValue =
    value:
    if value ? _type && value ? text then
      value
    else
      literalExpression (
        lib.generators.toPretty {
          multiline = true;
          allowPrettyValues = true;
        } value
      );

  # Derivations as their names only, for output that should stay small.
  scrubOptionValue =
    value:
    if isDerivation value then
      {
        type = "derivation";
        inherit (value) name;
        drvPath = value.name;
        outPath = value.name;
      }
    else if isList value then
      map scrubOptionValue value
    else if isAttrs value then
      mapAttrs (_: scrubOptionValue) (removeAttrs value [ "_args" ])
    else
      value;

  # All options of a set as data for documentation.
  optionAttrSetToDocList = optionAttrSetToDocList' [ ];
  # The first argument is a relict of nixpkgs' interface and not used.
  optionAttrSetToDocList' =
    _loc: options: concatMap documentOption (collect isOption options);

  documentOption =
    option:
    let
      name = showOption option.loc;
      visible = option.visible or true;
      type = option.type or { };
      # The empty value of a type with submodules may not evaluate without definitions; its options have their own entries.
      hasEmptyValue = (type.emptyValue or { }) ? value && type.getSubModules or null == null;
      whileShowing = what: addErrorContext "while evaluating the ${what} of option `${name}`";

      entry = {
        inherit (option) loc;
        inherit name;
        description = option.description or null;
        declarations = filter (file: file != unknownModule) option.declarations;
        internal = option.internal or false;
        visible = if isBool visible then visible else visible == "shallow";
        readOnly = option.readOnly or false;
        type = type.description or "unspecified";
      }
      // optionalAttrs (option ? example) {
        example = whileShowing "example" (renderOptionValue option.example);
      }
      // optionalAttrs (option ? defaultText || option ? default || hasEmptyValue) {
        default = whileShowing (if option ? defaultText then "defaultText" else "default value") (
          renderOptionValue (option.defaultText or option.default or type.emptyValue.value)
        );
      }
      // optionalAttrs (option.relatedPackages or null != null) { inherit (option) relatedPackages; };

      nested = option.type.getSubOptions option.loc;
      nestedVisible = if isBool visible then visible else visible == "transparent";
    in
    [ entry ]
    ++ (if nestedVisible && nested != { } then optionAttrSetToDocList' option.loc nested else [ ]);
}
