# Single values: what the printer of JSON would lose or take for something else is written out.
parts:
let
  inherit (builtins)
    all
    attrValues
    getContext
    hasContext
    isAttrs
    isBool
    isFloat
    isFunction
    isInt
    isList
    isPath
    isString
    map
    mapAttrs
    removeAttrs
    unsafeDiscardStringContext
    ;
  inherit (parts)
    isPlain
    lone
    ;

  properties = {
    "if" = null;
    definition = null;
    merge = null;
    order = null;
    override = null;
  };

  isProperty = set: isString set._type && properties ? ${set._type};

  tagOf = value: if isAttrs value && value ? _type && isProperty value then value._type else null;

  # A set that stands for itself, and has nothing that `plain` takes out or that whoever prints it looks for.
  isBareSet =
    content:
    isAttrs content
    && !(
      content ? _type
      || content ? outPath
      || content ? __functor
      || content ? __toString
      || content ? _module
      || content ? _ref
    );

  isPlainValue =
    content:
    isAttrs content && !(content ? outPath || content ? __toString) && !(content ? _type && isProperty content);

  # What terranix never prints: functors of references and the module system's own member.
  plain =
    set:
    if set ? __functor || set ? _module || set ? _ref then
      removeAttrs set [
        "__functor"
        "_module"
        "_ref"
      ]
    else
      set;

  largest = 9007199254740991;

  integer =
    number:
    if number > largest || number < -largest then
      {
        _type = "int";
        value = toString number;
      }
    else
      number;

  # mantissa × 2^exponent, exactly: scaling by two never rounds, and every float is an integer after enough of it.
  float =
    number:
    let
      grow = mantissa: exponent: if mantissa == 1.0 * builtins.floor mantissa then pair mantissa exponent else grow (mantissa * 2.0) (exponent - 1);
      shrink = mantissa: exponent: if mantissa < 9007199254740992.0 && mantissa > -9007199254740992.0 then grow mantissa exponent else shrink (mantissa / 2.0) (exponent + 1);
      pair = mantissa: exponent: {
        _type = "float";
        mantissa = builtins.floor mantissa;
        inherit exponent;
      };
    in
    shrink number 0;

  text =
    string:
    if hasContext string then
      {
        _type = "string";
        value = unsafeDiscardStringContext string;
        context = getContext string;
      }
    else
      string;

  # Whether a value stands for itself, where an error in it may be told as it is.
  isPlainHere =
    if isPlain != null then
      isPlain
    else
      content:
      if isString content then
        !(hasContext content)
      else if isAttrs content then
        isBareSet content && all isPlainHere (attrValues content)
      else if isInt content then
        # Neither beyond a double.
        content / 9007199254740992 == 0
      else if isList content then
        all isPlainHere content
      else
        isBool content || content == null;

  # The same where it is Nix that must meet the error, to say where it was.
  isPlainAnywhere = if isPlain != null then isPlain else _: false;

  # The same as a function of name and value, for mapAttrs.
  memberOf =
    file:
    let
      member =
        _: content:
        if isString content then
          if hasContext content then text content else content
        else if isAttrs content then
          # Before `_type`, which the input of a flake has as well.
          if content ? outPath then
            text "${content.outPath}"
          else if content ? __toString then
            # Whoever prints it would call it.
            { _type = "function"; }
          else if content ? _type then
            if isProperty content then
              lone file content
            else
              {
                _type = "set";
                value = mapAttrs member (plain content);
              }
          else
            mapAttrs member (plain content)
        else if isList content then
          map (member null) content
        else if isInt content then
          integer content
        else if isFloat content then
          float content
        else if isPath content then
          text "${content}"
        else if isFunction content then
          { _type = "function"; }
        else
          content;
    in
    member;

  # The value of the only definition at a path.
  value = file: memberOf file null;

  # A property where nixpkgs does not look for one (mkForce (mkIf …)) would be merged as an ordinary set.
  leaf =
    file: content:
    if isString content then
      text content
    else if isBool content || isPlainHere content then
      content
    else if tagOf content != null then
      {
        _type = "property";
        property = content._type;
      }
    else
      value file content;
in
{
  inherit
    isBareSet
    isPlainAnywhere
    isPlainHere
    isPlainValue
    isProperty
    leaf
    memberOf
    plain
    tagOf
    value
    ;
}
