# Strings: as they are, by pattern, and joined from several definitions.
{ lib }:
let
  inherit (builtins)
    concatStringsSep
    isString
    match
    toJSON
    ;
  inherit (lib.options) getValues mergeEqualOption;
  inherit (lib.strings) escapeNixString hasInfix removeSuffix;
  inherit (lib.types)
    addCheck
    defaultFunctor
    mkOptionType
    optionDescriptionPhrase
    ;
in
rec {
  str = mkOptionType {
    name = "str";
    description = "string";
    descriptionClass = "noun";
    check = isString;
    merge = mergeEqualOption;
  };

  nonEmptyStr = mkOptionType {
    name = "nonEmptyStr";
    description = "non-empty string";
    descriptionClass = "noun";
    check = value: isString value && match "[ \t\n]*" value == null;
    merge = mergeEqualOption;
  };

  strMatching =
    pattern:
    mkOptionType {
      name = "strMatching ${escapeNixString pattern}";
      description = "string matching the pattern ${pattern}";
      descriptionClass = "noun";
      check = value: isString value && match pattern value != null;
      merge = mergeEqualOption;
      functor = defaultFunctor "strMatching" // {
        type = payload: strMatching payload.pattern;
        payload = { inherit pattern; };
        binOp = left: right: if left == right then left else null;
      };
    };

  singleLineStr = mkOptionType {
    name = "singleLineStr";
    description = "(optionally newline-terminated) single-line string";
    descriptionClass = "noun";
    check = value: isString value && match "[^\n\r]*\n?" value != null;
    merge = loc: defs: removeSuffix "\n" (mergeEqualOption loc defs);
  };

  # All definitions with `separator` between them.
  separatedString =
    separator:
    mkOptionType {
      name = "separatedString";
      description = "strings concatenated with ${toJSON separator}";
      descriptionClass = "noun";
      check = isString;
      merge = _loc: defs: concatStringsSep separator (getValues defs);
      functor = defaultFunctor "separatedString" // {
        type = payload: separatedString payload.sep;
        payload.sep = separator;
        binOp = left: right: if left.sep == right.sep then left else null;
      };
    };
  lines = separatedString "\n";
  commas = separatedString ",";
  envVar = separatedString ":";

  passwdEntry =
    type:
    addCheck type (value: !hasInfix ":" value && !hasInfix "\n" value)
    // {
      name = "passwdEntry ${type.name}";
      description = "${optionDescriptionPhrase (class: class == "noun") type}, not containing newlines or colons";
      descriptionClass = "nonRestrictiveClause";
    };
}
