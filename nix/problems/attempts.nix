# Whether the value at a path evaluates, where Nix can tell.
{ skipped, ... }:
let
  inherit (builtins)
    addErrorContext
    concatStringsSep
    listToAttrs
    map
    seq
    tryEval
    ;

  keyOf = path: concatStringsSep "." (map toString path);

  keys = listToAttrs (
    map (name: {
      inherit name;
      value = null;
    }) skipped
  );

  isSkipped = path: skipped != [ ] && keys ? ${keyOf path};

  during = path: addErrorContext "while looking for what is wrong in `${keyOf path}':";

  succeeds = path: value: !isSkipped path && (tryEval (during path (seq value true))).success;
in
{
  inherit
    during
    isSkipped
    keyOf
    succeeds
    ;
}
