# Tracing values while they are evaluated, and running tests of expressions.
{ lib }:
let
  inherit (builtins)
    deepSeq
    elem
    filter
    isAttrs
    isList
    mapAttrs
    substring
    trace
    ;
  inherit (lib.generators) toPretty;

  # What is below `depth` is printed as a mark only.
  abridge =
    depth: value:
    let
      mark = text: {
        __pretty = _: text;
        val = value;
      };
    in
    if isList value then
      if depth == 0 then mark "[…]" else map (abridge (depth - 1)) value
    else if isAttrs value then
      if depth == 0 then mark "{…}" else mapAttrs (_: abridge (depth - 1)) value
    else
      value;
in
rec {
  inherit (builtins) addErrorContext trace unsafeGetAttrPos;

  # Traces a message where the condition holds.
  traceIf =
    cond: msg: value:
    if cond then trace msg value else value;
  # Traces a value and gives it.
  traceVal = traceValFn (value: value);
  # Traces what a function makes of a value, and gives the value.
  traceValFn = f: value: trace (f value) value;

  # Traces a value, evaluated whole, before giving another.
  traceSeq = shown: trace (deepSeq shown shown);
  # As `traceSeq`, evaluated to a depth.
  traceSeqN = depth: shown: trace (toPretty { allowPrettyValues = true; } (abridge depth shown));
  # Traces a value, evaluated whole, and gives it.
  traceValSeq = traceValSeqFn (value: value);
  # Traces what a function makes of a value, evaluated whole, and gives the value.
  traceValSeqFn = f: value: traceValFn f (deepSeq value value);
  # Traces a value, evaluated to a depth, and gives it.
  traceValSeqN = traceValSeqNFn (value: value);
  # Traces what a function makes of a value, evaluated to a depth, and gives the value.
  traceValSeqNFn =
    f: depth: value:
    traceSeqN depth (f value) value;
  # Traces a call of a function: its name, its argument and its result, to a depth.
  traceFnSeqN =
    depth: name: f: argument:
    let
      result = f argument;
    in
    traceSeqN (depth + 1) {
      fn = name;
      from = argument;
      to = result;
    } result;

  # The failing ones of `{ testName = { expr, expected }; }`. A list `tests` picks some by name.
  runTests =
    tests:
    let
      picked = tests.tests or [ ];
      isTest =
        name:
        if picked == [ ] then
          substring 0 4 name == "test"
        else
          elem name picked;
      fails = name: isTest name && tests.${name}.expr != tests.${name}.expected;
    in
    map (name: {
      inherit name;
      inherit (tests.${name}) expected;
      result = tests.${name}.expr;
    }) (filter fails (builtins.attrNames tests));

  # A throw that shows failed tests, or nothing where there are none.
  throwTestFailures =
    {
      failures,
      description ? "tests",
      ...
    }:
    let
      pretty =
        value: builtins.unsafeDiscardStringContext (toPretty { allowPrettyValues = true; } value);
      report =
        failure:
        "FAIL ${pretty failure.name}:\nExpected:\n${pretty failure.expected}\n\nResult:\n${pretty failure.result}\n";
      traced = builtins.foldl' (done: failure: traceVal (report failure)) null failures;
      names = builtins.concatStringsSep "\n- " (map (failure: failure.name) failures);
    in
    if failures == [ ] then
      null
    else
      throw (
        builtins.seq traced
          "${toString (builtins.length failures)} ${description} failed:\n- ${names}\n\n${builtins.toJSON failures}"
      );

  # A test for runTests: that all values are true.
  testAllTrue = expr: {
    inherit expr;
    expected = map (_: true) expr;
  };
}
