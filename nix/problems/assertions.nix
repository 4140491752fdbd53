# Assertions whose conditions fail to evaluate.
{
  configuration,
  problem,
  succeeds,
  ...
}:
let
  inherit (builtins)
    concatLists
    elemAt
    genList
    length
    ;
  inherit (configuration) config;
in
{
  assertions =
    if !(config ? assertions) then
      [ ]
    else if !succeeds [ "assertions" ] config.assertions then
      [ (problem true [ "assertions" ] config.assertions) ]
    else
      concatLists (
        genList (
          place:
          let
            path = [
              "assertions"
              place
            ];
            inherit (elemAt config.assertions place) assertion;
          in
          if succeeds path assertion then [ ] else [ (problem true path assertion) ]
        ) (length config.assertions)
      );
}
