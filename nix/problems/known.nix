# A problem: what is known of it, and the value that fails.
{ alone, keyOf, ... }:
let
  inherit (builtins) head tail;

  # `isRead`: the document needs it. Else it may be missing or fail, and nobody need ever know.
  problem = isRead: path: value: {
    known = {
      key = keyOf path;
      inherit path isRead;
      message = null;
    };
    inherit value;
  };

  failing = path: problem (isPrinted path) path;

  # Inside of what is printed, or around it.
  isPrinted =
    let
      meets = one: other: one == [ ] || other == [ ] || toString (head one) == head other && meets (tail one) (tail other);
    in
    if alone.printed or null == null then _: false else path: meets path alone.printed;
in
{
  inherit failing isPrinted problem;
}
