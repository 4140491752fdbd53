# Small functions over any value: combinators, booleans, numbers, comparisons, warnings, function arguments.
{ lib }:
let
  inherit (builtins)
    elem
    elemAt
    foldl'
    genList
    match
    readFile
    stringLength
    substring
    trace
    ;

  escape = builtins.fromJSON ''"\u001b"'';
  # Same words and colours as `builtins.warn`, which Nix has since 2.23.
  announce = colour: msg: trace "${escape}[1;${colour}mevaluation warning:${escape}[0m ${msg}";
  warningsAbort = elem (builtins.getEnv "NIX_ABORT_ON_WARN") [
    "1"
    "true"
    "yes"
  ];

  identity = x: x;

  hexDigits = "0123456789ABCDEF";
  hexValues = {
    a = 10;
    b = 11;
    c = 12;
    d = 13;
    e = 14;
    f = 15;
    A = 10;
    B = 11;
    C = 12;
    D = 13;
    E = 14;
    F = 15;
    "0" = 0;
    "1" = 1;
    "2" = 2;
    "3" = 3;
    "4" = 4;
    "5" = 5;
    "6" = 6;
    "7" = 7;
    "8" = 8;
    "9" = 9;
  };
in
rec {
  inherit (builtins)
    add
    bitAnd
    bitOr
    bitXor
    ceil
    deepSeq
    div
    floor
    genericClosure
    isBool
    isFloat
    isInt
    lessThan
    mul
    pathExists
    readFile
    seq
    sub
    ;

  # Combinators.

  # Its argument.
  id = identity;
  # The first argument, whatever the second is.
  const = kept: _ignored: kept;
  # A function with its first two arguments exchanged.
  flip =
    f: first: second:
    f second first;
  # A value through functions, one after the other.
  pipe = foldl' (value: f: f value);
  # Two lists in one.
  concat = left: right: left ++ right;
  # `//` as a function.
  mergeAttrs = left: right: left // right;
  # The value, or the default where it is null.
  defaultTo = fallback: value: if value == null then fallback else value;
  # What a function makes of the value; null stays null.
  mapNullable = f: value: if value == null then null else f value;

  # Booleans.
  "or" = left: right: left || right;
  # Whether both hold.
  and = left: right: left && right;
  # Whether exactly one of both holds.
  xor = left: right: if left then !right else right && true;
  # "true" or "false".
  boolToString = flag: if flag then "true" else "false";
  # "yes" or "no".
  boolToYesNo = flag: if flag then "yes" else "no";

  # Numbers.

  # A number with all bits exchanged.
  bitNot = n: (-1) - n;
  # The smaller of two.
  min = a: b: if a < b then a else b;
  # The larger of two.
  max = a: b: if a > b then a else b;
  # The rest of a division.
  mod = dividend: divisor: dividend - divisor * (dividend / divisor);

  # -1, 0 or 1, as `sort`-like functions want it.
  compare =
    a: b:
    if a < b then
      (-1)
    else if a > b then
      1
    else
      0;

  # Values that satisfy `isFirst` come before the others; each group has its own comparison.
  splitByAndCompare =
    isFirst: compareFirst: compareRest: a: b:
    let
      aFirst = isFirst a;
      bFirst = isFirst b;
    in
    if aFirst && bFirst then
      compareFirst a b
    else if aFirst then
      (-1)
    else if bFirst then
      1
    else
      compareRest a b;

  # The digits of a number in a base.
  toBaseDigits =
    base: number:
    assert builtins.isInt base;
    assert builtins.isInt number;
    assert base >= 2;
    assert number >= 0;
    let
      digitsOf =
        rest: found:
        if rest < base then [ rest ] ++ found else digitsOf (rest / base) ([ (mod rest base) ] ++ found);
    in
    digitsOf number [ ];

  # A number in base 16.
  toHexString =
    number: builtins.concatStringsSep "" (map (d: substring d 1 hexDigits) (toBaseDigits 16 number));

  # The number that a string in base 16 is.
  fromHexString =
    text:
    let
      found = match "(0[xX])?([0-9A-Fa-f]+)" text;
      digits = elemAt found 1;
    in
    if found == null then
      throw "fromHexString: ${lib.generators.toPretty { } text} is not a hexadecimal number"
    else
      foldl' (acc: n: acc * 16 + hexValues.${substring n 1 digits}) 0 (
        genList identity (stringLength digits)
      );

  # The nixpkgs release whose lib this one follows: modules compare against it.
  release = "26.11";
  # The end of the version.
  versionSuffix = "-terrane";
  # The version of this lib.
  version = release + versionSuffix;
  # An old name: version.
  nixpkgsVersion = warn "lib.nixpkgsVersion is a deprecated alias of lib.version." version;
  # The name of the release.
  codeName = "terrane";
  # The default: this lib has no commit.
  revisionWithDefault = fallback: fallback;
  # The oldest NixOS release that is still maintained, as a number.
  oldestSupportedRelease = 2511;
  # Whether the oldest maintained release is this one or newer.
  oldestSupportedReleaseIsAtLeast = wanted: wanted <= lib.trivial.oldestSupportedRelease;
  # An old name: oldestSupportedReleaseIsAtLeast.
  isInOldestRelease = warn "lib.isInOldestRelease is deprecated. Use lib.oldestSupportedReleaseIsAtLeast instead." oldestSupportedReleaseIsAtLeast;

  # The surroundings.

  # Whether this is the shell of `nix-shell`.
  inNixShell = builtins.getEnv "IN_NIX_SHELL" != "";
  # Whether Nix evaluates purely.
  inPureEvalMode = !(builtins ? currentSystem);
  # The value in a JSON file.
  importJSON = path: builtins.fromJSON (readFile path);
  # The value in a TOML file.
  importTOML = path: builtins.fromTOML (readFile path);

  # Warnings and errors that let a value pass.

  # Traces a warning before giving a value.
  warn =
    builtins.warn or (
      msg: value:
      assert builtins.isString msg;
      if warningsAbort then
        announce "31" msg (abort "NIX_ABORT_ON_WARN=true; warnings are treated as unrecoverable errors.")
      else
        announce "35" msg value
    );
  # As `warn`, where the condition holds.
  warnIf = cond: msg: if cond then warn msg else identity;
  # As `warn`, where the condition is false.
  warnIfNot = cond: msg: if cond then identity else warn msg;
  # A throw where the condition holds, else the value.
  throwIf = cond: msg: if cond then throw msg else identity;
  # A throw where the condition is false, else the value.
  throwIfNot = cond: msg: if cond then identity else throw msg;
  # Traces a message as information.
  info = msg: trace "INFO: ${msg}";
  # Traces warnings before giving a value.
  showWarnings = warnings: result: lib.lists.foldr warn result warnings;

  # Its last argument, or a throw where a value is not one of those allowed.
  checkListOfEnum =
    msg: valid: given:
    let
      unexpected = builtins.filter (value: !elem value valid) given;
      listed = values: builtins.concatStringsSep ", " (map toString values);
    in
    throwIfNot (unexpected == [ ]) "${msg}: ${listed unexpected} unexpected; valid ones: ${listed valid}";

  # Functions, where a set with `__functor` counts as one.
  setFunctionArgs = f: args: {
    __functor = _self: f;
    __functionArgs = args;
  };
  # The arguments that a function names, also of a set that is called.
  functionArgs =
    f:
    if f ? __functor then
      f.__functionArgs or (builtins.functionArgs (f.__functor f))
    else
      builtins.functionArgs f;
  # Whether a value can be called: a function, or a set with `__functor`.
  isFunction = f: builtins.isFunction f || (f ? __functor && isFunction (f.__functor f));
  # A function as it is, any other value as a function that gives it.
  toFunction = value: if isFunction value then value else _: value;
  # A function that seems to name the arguments of another.
  mirrorFunctionArgs =
    original:
    let
      args = functionArgs original;
    in
    replacement: setFunctionArgs replacement args;
}
