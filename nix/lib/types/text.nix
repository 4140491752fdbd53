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
    defaultTypeMerge
    mkOptionType
    optionDescriptionPhrase
    ;
  scalar = import ./scalar.nix { inherit lib; };
in
rec {
  # Text; all definitions agree.
  str = scalar "str" "string" isString;

  # Text that is not empty or blank.
  nonEmptyStr = scalar "nonEmptyStr" "non-empty string" (
    value: isString value && match "[ \t\n]*" value == null
  );

  # Text that a regular expression matches.
  strMatching =
    pattern:
    let
      type = scalar "strMatching ${escapeNixString pattern}" "string matching the pattern ${pattern}" (
        value: isString value && match pattern value != null
      );
      functor = defaultFunctor "strMatching" // {
        type = payload: strMatching payload.pattern;
        payload = { inherit pattern; };
        binOp = left: right: if left == right then left else null;
      };
    in
    type
    // {
      inherit functor;
      typeMerge = defaultTypeMerge functor;
    };

  # Text without a line break, but perhaps one at its end.
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
  # Text; definitions are joined as lines.
  lines = separatedString "\n";
  # Text; definitions are joined with commas.
  commas = separatedString ",";
  # Text; definitions are joined with colons.
  envVar = separatedString ":";

  # Text that can be a field of /etc/passwd.
  passwdEntry =
    type:
    addCheck type (value: !hasInfix ":" value && !hasInfix "\n" value)
    // {
      name = "passwdEntry ${type.name}";
      description = "${optionDescriptionPhrase (class: class == "noun") type}, not containing newlines or colons";
      descriptionClass = "nonRestrictiveClause";
    };
}
