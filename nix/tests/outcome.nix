# What comes of one test, as data: who asked judges (src/project/testing/judge.ts).
let
  inherit (builtins)
    attrNames
    concatStringsSep
    elem
    filter
    genList
    elemAt
    isAttrs
    isBool
    isList
    isString
    length
    map
    unsafeGetAttrPos
    ;

  walk = import ../definitions { };

  fields = [
    "assertions"
    "check"
    "entry"
    "expected"
    "expectedError"
    "expr"
    "fails"
    "modules"
    "skip"
    "snapshot"
  ];

  kindOf = import ./kind-of.nix;

  boolean =
    what: value: if isBool value then value else throw "${what} is a Boolean, and here is ${kindOf value}";

  first = positions: let known = filter (position: position != null) positions; in if known == [ ] then null else elemAt known 0;
in
{
  inherit fields;

  # `get` gives a field's value, `definitions` are those of the test's own variant of the project.
  of =
    {
      body,
      # A Boolean, or a function: who wrote it wrote no `check`.
      isBare,
      position,
      get,
      definitions,
    }:
    let
      known = filter (name: body ? ${name}) fields;
      strange = filter (name: !elem name fields) (attrNames body);
      alone = name: other: body ? ${name} && !(body ? ${other});

      at = name: if isBare then position else first [ (unsafeGetAttrPos name body) position ];

      check = boolean "`check'" (get "check");

      assertion =
        index: one:
        if !(isAttrs one && one ? assertion) then
          throw "element ${toString index} of `assertions' is no { assertion = …; message = …; }"
        else
          {
            ok = boolean "an assertion" one.assertion;
            message = one.message or "assertion ${toString (index + 1)} does not hold";
            position = first [
              (unsafeGetAttrPos "assertion" one)
              (at "assertions")
            ];
          };

      assertions =
        let
          list = get "assertions";
        in
        if isList list then genList (index: assertion index (elemAt list index)) (length list) else throw "`assertions' is a list, and here is ${kindOf list}";

      actual = get "expr";
      expected = get "expected";
    in
    if strange != [ ] then
      throw "`${elemAt known 0}' makes this a test, and a test has no `${elemAt strange 0}': only ${concatStringsSep ", " fields}"
    else if alone "expected" "expr" then
      throw "`expected' stands beside `expr', which is missing"
    else if alone "expectedError" "expr" then
      throw "`expectedError' stands beside `expr', which is missing"
    else if body ? expr && !(body ? expected || body ? expectedError || body ? fails) then
      throw "`expr' stands beside `expected' or `expectedError', which is missing"
    else if (body.skip or false) != false then
      {
        kind = "skipped";
        reason = if isString body.skip then body.skip else null;
      }
    else if body ? fails || body ? expectedError then
      {
        kind = "fails";
        # Of an expression; or of the whole project.
        ofExpression = body ? expr;
        expected = if body ? fails then get "fails" else get "expectedError";
        isNixUnit = !(body ? fails);
      }
    else
      {
        kind = "checked";
        inherit definitions;
        checks =
          (
            if body ? check then
              [
                {
                  ok = check;
                  message = null;
                  position = at "check";
                }
              ]
            else
              [ ]
          )
          ++ (if body ? assertions then assertions else [ ]);
        comparison =
          if body ? expr then
            if actual == expected then
              { same = true; }
            else
              {
                same = false;
                actual = walk.value 0 actual;
                expected = walk.value 0 expected;
                position = at "expected";
              }
          else
            null;
        snapshot =
          if body ? snapshot then
            {
              value = walk.value 0 (get "snapshot");
              position = at "snapshot";
            }
          else
            null;
      };
}
