# Any modules, whatever they are about: `config` and `options` of an evaluation without terrane's own options. Takes the
# arguments of runtime.nix.
{ request, ... }@arguments: (import ./runtime.nix arguments).plain
