# What is asked about a project that does not evaluate (src/project/look-over.ts).
{
  asked,
  definitions,
  emitted,
  evaluated,
  examination,
  lib,
  project,
}:
let
  inherit (builtins)
    elemAt
    filter
    listToAttrs
    map
    tryEval
    ;

  # Whether an option is defined at all may hang on what is wrong, as the condition of a `mkIf` does.
  mayBeDefined =
    name:
    let
      some = tryEval (evaluated.options.${name}.definitionsWithLocations != [ ]);
    in
    !some.success || some.value;

  found = (import ../problems { inherit lib; }).find {
    configuration = evaluated;
    document = listToAttrs (
      map (name: {
        inherit name;
        value = definitions.alone name;
      }) (filter mayBeDefined emitted)
    );
    inherit (asked.examine) skipped;
    alone = asked.alone or null;
  };
in
{
  # All that is wrong; and of one of them, the error itself.
  inherit found;
  problems = map (problem: problem.known) found;
  problem = (elemAt found asked.examine.problem).value;

  # What is still a document when all of that is left out.
  remaining = {
    version = 1;
    inherit (definitions) files;
    options = definitions.all (examination.kept emitted);
    assertions = [ ];
    warnings = [ ];
    meta = { };
    settings = {
      dialect = null;
      inherit (project) withNulls;
    };
  };
}
