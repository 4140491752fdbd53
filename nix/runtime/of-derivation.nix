# The answers about an output that is a derivation, as terranix makes one: Nix has rendered the document already.
{ derivation }:
{
  project = throw "the output is a derivation: its modules, and what they make, are not known";

  definitions = {
    inherit derivation;
  };
  why = {
    option = null;
    taken = [ ];
    names = null;
  };
}
