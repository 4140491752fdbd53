# Assertions that say what is wrong.
{ lib }:
let
  pretty = lib.generators.toPretty { };
in
rec {
  assertMsg = holds: msg: holds || throw msg;

  assertOneOf =
    name: value: allowed:
    assertMsg (builtins.elem value allowed) "${name} must be one of ${pretty allowed}, but is: ${pretty value}";

  assertEachOneOf =
    name: values: allowed:
    assertMsg (builtins.all (value: builtins.elem value allowed) values)
      "each element in ${name} must be one of ${pretty allowed}, but is: ${pretty values}";

  # Throws all failing assertions at once, else prints the warnings and returns `value`.
  checkAssertWarn =
    assertions: warnings: value:
    let
      failed = builtins.filter (entry: !entry.assertion) assertions;
      lines = map (entry: "- ${entry.message}") failed;
    in
    if failed == [ ] then
      lib.trivial.showWarnings warnings value
    else
      throw "\nFailed assertions:\n${builtins.concatStringsSep "\n" lines}";
}
