# A set with exactly one member, whose name says which of the declared options it holds.
{ lib }:
let
  inherit (builtins)
    addErrorContext
    attrNames
    concatStringsSep
    head
    intersectAttrs
    isAttrs
    length
    mapAttrs
    unsafeGetAttrPos
    ;
  inherit (lib.options) getFiles showFiles showOption;
  inherit (lib.strings) escapeNixIdentifier escapeNixString;
  inherit (lib.types) defaultFunctor mkOptionType;

  tagOf = value: head (attrNames value);

  notAnOption =
    name: value:
    "In attrTag, each tag value must be an option, but tag ${escapeNixIdentifier name} ${
      if !(value ? _type) then
        "was not."
      else if value._type == "option-type" then
        "was a bare type, not wrapped in mkOption."
      else
        "was of type ${escapeNixString value._type}."
    }";

  # The tag's option, which says where it was declared unless it already does.
  prepareTag =
    tags: name: option:
    let
      position = unsafeGetAttrPos name tags;
      place = if position == null then "" else " at ${position.file}:${toString position.line}:${toString position.column}";
      positions = if position == null then [ ] else [ position ];
    in
    addErrorContext
      "while checking that attrTag tag ${escapeNixIdentifier name} is an option with a type${place}"
      (
        if option._type or null != "option" then
          throw (notAnOption name option)
        else
          {
            declarations = map (declared: declared.file) positions;
            declarationPositions = positions;
          }
          // option
      );

  # One tag declared by both sides is one option with two declarations.
  mergeTag =
    leftTags: name: right:
    let
      left = leftTags.${name};
      declaration = option: {
        options = option;
        _file = "<attrTag {...}>";
        pos = null;
      };
    in
    lib.modules.mergeOptionDecls
      [ name ]
      [
        (declaration left)
        (declaration right)
      ]
    // {
      declarations = left.declarations ++ right.declarations;
      declarationPositions = left.declarationPositions ++ right.declarationPositions;
    };
in
{
  # A set with exactly one of these members.
  attrTag =
    givenTags:
    let
      tags = mapAttrs (prepareTag givenTags) givenTags;
      choices = concatStringsSep ", " (map escapeNixIdentifier (attrNames tags));
    in
    mkOptionType {
      name = "attrTag";
      description = "attribute-tagged union with choices: ${choices}";
      descriptionClass = "noun";
      getSubOptions = prefix: mapAttrs (name: option: option // { loc = prefix ++ [ name ]; }) tags;
      check = value: isAttrs value && length (attrNames value) == 1 && tags ? ${tagOf value};
      merge =
        loc: defs:
        let
          tag = tagOf (head defs).value;
          shownTag = escapeNixIdentifier tag;
          content =
            def:
            assert length (attrNames def.value) == 1;
            if def.value ? ${tag} then
              {
                inherit (def) file;
                value = def.value.${tag};
              }
            else
              throw "The option `${showOption loc}` is defined both as `${tag}` and `${tagOf def.value}`, in ${showFiles (getFiles defs)}.";
        in
        if tags ? ${tag} then
          {
            ${tag} = (lib.modules.evalOptionValue (loc ++ [ tag ]) tags.${tag} (map content defs)).value;
          }
        else
          throw "The option `${showOption loc}` is defined as ${shownTag}, but ${shownTag} is not among the valid choices (${choices}). Value ${tag} was defined in ${showFiles (getFiles defs)}.";
      nestedTypes = tags;
      functor = defaultFunctor "attrTag" // {
        type = payload: lib.types.attrTag payload.tags;
        payload = { inherit tags; };
        binOp = left: right: {
          tags =
            left.tags // right.tags // mapAttrs (mergeTag left.tags) (intersectAttrs left.tags right.tags);
        };
      };
    };
}
