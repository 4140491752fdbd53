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
  id = identity;
  const = kept: _ignored: kept;
  flip =
    f: first: second:
    f second first;
  pipe = foldl' (value: f: f value);
  concat = left: right: left ++ right;
  mergeAttrs = left: right: left // right;
  defaultTo = fallback: value: if value == null then fallback else value;
  mapNullable = f: value: if value == null then null else f value;

  # Booleans.
  "or" = left: right: left || right;
  and = left: right: left && right;
  xor = left: right: if left then !right else right && true;
  boolToString = flag: if flag then "true" else "false";
  boolToYesNo = flag: if flag then "yes" else "no";

  # Numbers.
  bitNot = n: (-1) - n;
  min = a: b: if a < b then a else b;
  max = a: b: if a > b then a else b;
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

  toHexString =
    number: builtins.concatStringsSep "" (map (d: substring d 1 hexDigits) (toBaseDigits 16 number));

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
  versionSuffix = "-terrane";
  version = release + versionSuffix;
  nixpkgsVersion = warn "lib.nixpkgsVersion is a deprecated alias of lib.version." version;
  codeName = "terrane";
  revisionWithDefault = fallback: fallback;
  oldestSupportedRelease = 2511;
  oldestSupportedReleaseIsAtLeast = wanted: wanted <= lib.trivial.oldestSupportedRelease;
  isInOldestRelease = warn "lib.isInOldestRelease is deprecated. Use lib.oldestSupportedReleaseIsAtLeast instead." oldestSupportedReleaseIsAtLeast;

  # The surroundings.
  inNixShell = builtins.getEnv "IN_NIX_SHELL" != "";
  inPureEvalMode = !(builtins ? currentSystem);
  importJSON = path: builtins.fromJSON (readFile path);
  importTOML = path: builtins.fromTOML (readFile path);

  # Warnings and errors that let a value pass.
  warn =
    builtins.warn or (
      msg: value:
      assert builtins.isString msg;
      if warningsAbort then
        announce "31" msg (abort "NIX_ABORT_ON_WARN=true; warnings are treated as unrecoverable errors.")
      else
        announce "35" msg value
    );
  warnIf = cond: msg: if cond then warn msg else identity;
  warnIfNot = cond: msg: if cond then identity else warn msg;
  throwIf = cond: msg: if cond then throw msg else identity;
  throwIfNot = cond: msg: if cond then identity else throw msg;
  info = msg: trace "INFO: ${msg}";
  showWarnings = warnings: result: lib.lists.foldr warn result warnings;

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
  functionArgs =
    f:
    if f ? __functor then
      f.__functionArgs or (builtins.functionArgs (f.__functor f))
    else
      builtins.functionArgs f;
  isFunction = f: builtins.isFunction f || (f ? __functor && isFunction (f.__functor f));
  toFunction = value: if isFunction value then value else _: value;
  mirrorFunctionArgs =
    original:
    let
      args = functionArgs original;
    in
    replacement: setFunctionArgs replacement args;
}
