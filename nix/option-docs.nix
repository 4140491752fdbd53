# Every option of a project as data for documentation, in the order of its name.
#
# What an option declares may depend on anything. A type's description may need the configuration, so types, names and
# nesting come of the project as it is (`open`). A default may read it too, and then its value belongs to this project
# and not into its documentation, least of all a secret: so defaults and examples come of the same modules with a
# `config` and a `pkgs` that can't be read (`blind`). What fails there goes out as null with its place in the source,
# and the text that stands there is shown instead.
#
# Only `throw` and its like can be caught here. `failed` lists what a first attempt has stumbled over ("default a.b").
#
# Which options are shown is the rule of nixpkgs (lib/options.nix, optionAttrSetToDocList, and make-options-doc).
{
  lib,
  evaluated,
  failed,
}:
let
  inherit (builtins)
    addErrorContext
    attrNames
    concatMap
    deepSeq
    elem
    filter
    isAttrs
    isBool
    map
    mapAttrs
    toJSON
    toString
    tryEval
    unsafeDiscardStringContext
    unsafeGetAttrPos
    ;
  inherit (lib.options) isOption showOption;

  # Documentation is of most use to who has just misspelt an option: unknown ones are no error here.
  open = evaluated.extendModules { modules = [ { _module.check = lib.mkOverride 0 false; } ]; };

  unreadable = name: throw "`${name}' is not known to documentation";

  blind = open.extendModules {
    specialArgs.config = mapAttrs (name: _: unreadable "config.${name}") open.options // {
      _module = open._module // {
        args = open._module.args // {
          pkgs = unreadable "pkgs";
        };
      };
    };
  };

  # Null where it fails.
  attempt =
    what: name: value:
    if elem "${what} ${name}" failed then
      null
    else
      addErrorContext "while evaluating the ${what} of option `${name}'" (
        let
          attempted = tryEval (deepSeq value value);
        in
        if attempted.success then attempted.value else null
      );

  text = value: unsafeDiscardStringContext (toString value);

  literal =
    value:
    if value ? _type && value ? text then
      {
        inherit (value) _type;
        text = text value.text;
      }
    else
      {
        _type = "literalExpression";
        text = text (
          lib.generators.toPretty {
            multiline = true;
            allowPrettyValues = true;
          } value
        );
      };

  # A member that is shown as a value, or as what stands in the source.
  shown =
    what: name: option: sightless:
    {
      position = unsafeGetAttrPos what option;
      value = attempt what name (literal sightless.${what});
    };

  emptyValue = type: (type.emptyValue or { }) ? value && type.getSubModules or null == null;

  entry = name: option: sightless: {
    inherit name;
    inherit (option) loc;
    declarations = map text option.declarations;
    positions = option.declarationPositions or [ ];
    type = attempt "type" name (text (option.type.description or "unspecified"));
    description = attempt "description" name (
      let
        description = option.description or null;
      in
      if description == null then null else text (description.text or description)
    );
    readOnly = option.readOnly or false;
    default =
      if option ? defaultText then
        shown "defaultText" name option option
      else if option ? default then
        shown "default" name option sightless
      else if emptyValue (option.type or { }) then
        {
          position = null;
          value = attempt "default" name (literal option.type.emptyValue.value);
        }
      else
        null;
    example = if option ? example then shown "example" name option sightless else null;
  };

  # A type that contains itself would go on for ever: an option is not followed into itself.
  identity =
    option:
    toJSON [
      (map text option.declarations)
      (option.declarationPositions or [ ])
      (lib.last option.loc)
    ];

  nested =
    name: option:
    if elem "options ${name}" failed then
      { }
    else
      addErrorContext "while evaluating the options of option `${name}'" (
        let
          found = option.type.getSubOptions option.loc;
          attempted = tryEval (builtins.seq (attrNames found) found);
        in
        if attempted.success then attempted.value else { }
      );

  ofOption =
    within: option: sightless:
    let
      name = showOption option.loc;
      visible = option.visible or true;
      listed = !(option.internal or false) && (if isBool visible then visible else visible == "shallow");
      followed = (if isBool visible then visible else visible == "transparent") && !(elem self within);
      self = identity option;
    in
    (if listed then [ (entry name option sightless) ] else [ ])
    ++ (
      if followed then
        ofTree (within ++ [ self ]) (nested name option) (sightless.type.getSubOptions option.loc)
      else
        [ ]
    );

  ofTree =
    within: tree: sightless:
    concatMap (
      name:
      let
        here = tree.${name};
        there = sightless.${name} or (unreadable name);
      in
      if isOption here then
        ofOption within here there
      else if isAttrs here then
        ofTree within here there
      else
        [ ]
    ) (filter (name: name != "_module") (attrNames tree));
in
ofTree [ ] open.options blind.options
