# Every case of fixtures/conformance/ as { known, value }: what it is and expects, and what comes of it.
{ cases, lib, ... }:
let
  folder = if lib == "" then ../../nix/lib else /. + lib;

  library = (import folder).extend (import ../../nix/lib/terrane.nix);

  outcome =
    { name, path, entry }:
    let
      case = import (/. + path) { lib = library; };
      evaluated = library.evalModules {
        inherit (case) modules;
        specialArgs = case.specialArgs or { };
      };
      runtime = import ../../nix/runtime.nix {
        request = builtins.toJSON {
          entries = [ { path = entry; } ];
          lib = if lib == "" then null else lib;
          pkgs = null;
          foreign = [ ];
        };
      };
      isError = case ? error;
    in
    {
      known = {
        inherit name isError;
        isDocument = case ? infra;
        expected = case.error or case.expected;
      };
      value =
        if case ? infra then
          {
            inherit (runtime) definitions;
            config = if isError then null else runtime.config;
          }
        else if case ? modules then
          (case.result or (evaluated: evaluated.config)) evaluated
        else
          case.value;
    };

  all = map outcome (builtins.fromJSON cases);
in
{
  inherit all;

  # For an engine that stops at the first error.
  known = map (one: one.known) all;
  values = map (one: if one.known.isError then null else one.value) all;
  one = (builtins.head all).value;
}
