# Assertions that say what is wrong.
{ lib }:
let
  pretty = lib.generators.toPretty { };
in
rec {
  # True, or a throw with the message where the condition is false.
  assertMsg = holds: msg: holds || throw msg;

  # True where the value is one of the list; else a throw that names both.
  assertOneOf =
    name: value: allowed:
    assertMsg (builtins.elem value allowed) "${name} must be one of ${pretty allowed}, but is: ${pretty value}";

  # True where all values are in the list; else a throw that names both.
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
