# Strings. Each topic is a file of its own, read when one of its functions is first used.
{ lib }:
let
  escape = import ./escape.nix { inherit lib; };
  affixes = import ./affixes.nix { inherit lib; };
  split = import ./split.nix { inherit lib; };
  letters = import ./letters.nix { inherit lib; };
  convert = import ./convert.nix { inherit lib; };
  flags = import ./flags.nix { inherit lib; };
  distance = import ./distance.nix { inherit lib; };
  join = import ./join.nix { inherit lib; };
  packages = import ./packages.nix { inherit lib; };
in
{
  inherit (builtins)
    appendContext
    compareVersions
    concatStringsSep
    elem
    elemAt
    filter
    fromJSON
    genList
    head
    isAttrs
    isInt
    isList
    isPath
    isString
    match
    parseDrvName
    readFile
    replaceStrings
    split
    storeDir
    stringLength
    substring
    tail
    toJSON
    typeOf
    unsafeDiscardStringContext
    ;

  inherit (join)
    concatImapStrings
    concatImapStringsSep
    concatLines
    concatMapAttrsStringSep
    concatMapStrings
    concatMapStringsSep
    concatStrings
    intersperse
    join
    makeBinPath
    makeIncludePath
    makeLibraryPath
    makeSearchPath
    makeSearchPathOutput
    optionalString
    replicate
    ;

  inherit (affixes)
    commonPrefixLength
    commonSuffixLength
    fileContents
    hasInfix
    hasPrefix
    hasSuffix
    normalizePath
    removePrefix
    removeSuffix
    trim
    trimWith
    ;

  inherit (escape)
    escape
    escapeC
    escapeNixIdentifier
    escapeNixString
    escapeRegex
    escapeShellArg
    escapeShellArgs
    escapeURL
    escapeXML
    charToInt
    isValidPosixName
    replaceString
    toShellVar
    toShellVars
    ;

  inherit (letters)
    lowerChars
    stringAsChars
    stringToCharacters
    toCamelCase
    toLower
    toSentenceCase
    toUpper
    upperChars
    ;

  inherit (split) addContextFrom splitString splitStringBy;

  inherit (convert)
    fixedWidthNumber
    fixedWidthString
    floatToString
    isConvertibleWithToString
    isStorePath
    isStringLike
    toInt
    toIntBase10
    ;

  inherit (packages)
    getName
    getVersion
    nameFromURL
    sanitizeDerivationName
    versionAtLeast
    versionOlder
    ;

  inherit (flags)
    cmakeBool
    cmakeFeature
    cmakeOptionType
    enableFeature
    enableFeatureAs
    mesonBool
    mesonEnable
    mesonOption
    withFeature
    withFeatureAs
    ;

  inherit (distance) levenshtein levenshteinAtMost;
}
