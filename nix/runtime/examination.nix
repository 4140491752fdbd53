# A project that does not evaluate, as far as it does: without what `asked.examine` (src/project/request.ts) says is wrong
# with it.
{
  asked,
  evaluation,
  lib,
}:
let
  inherit (builtins)
    elem
    elemAt
    filter
    genList
    head
    length
    map
    tail
    ;
  inherit (asked.examine) skipped without;

  problems = import ../problems { inherit lib; };
in
{
  evaluated = evaluation.evaluatedWith {
    imports = problems.modules {
      inherit (evaluation.evaluatedWith problems.collector) options;
      # What our modules declare: nobody reads values of hosts and the like.
      except = if asked ? alone then [ ] else evaluation.emitted ++ [ "nixos" "terrane" ];
      inherit skipped;
    };
  };

  # Of some options, those that are not left out as a whole.
  kept = filter (name: !(elem [ name ] without));

  # What is left of a definition of an option.
  keptOf =
    name:
    problems.without (map tail (filter (path: head path == name && length path > 1) without));

  keptAssertions =
    all:
    map (elemAt all) (
      filter (place: !(elem [ "assertions" place ] without)) (genList (place: place) (length all))
    );
}
