# Types that hold submodules.
_:
let
  inherit (builtins) elem;

  holders = [
    "attrsOf"
    "lazyAttrsOf"
    "listOf"
    "nullOr"
  ];

  holdsSubmodules =
    type:
    type.name == "submodule"
    || (elem type.name holders && holdsSubmodules type.nestedTypes.elemType)
    || (type.name == "coercedTo" && holdsSubmodules type.nestedTypes.finalType);
in
{
  inherit holders holdsSubmodules;
}
