# Everything that is wrong with a project which did not evaluate. The module system stops at the first error; this goes
# through the options and the document once more and lists, each by its path, what fails for itself. Asked only after a
# failure, so that a compile which succeeds pays nothing.
#
# Only `throw` and its like can be caught in Nix. `skipped` lists what has stopped an earlier attempt in another way.
{ lib }:
{
  inherit (import ./collector.nix { inherit lib; }) collector;
  modules = import ./modules.nix { inherit lib; };
  find = import ./find.nix { inherit lib; };
  without = import ./without.nix;
}
