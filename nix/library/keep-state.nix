# What scripts that keep a state in a folder run first. Nix copies all of a flake that is in no git checkout into its
# store, where everyone on the machine can read it; a local state in there holds secrets in plain text.
#
# `config` is the document as a value.
config:
let
  terraform = config.terraform or { };
  backends = builtins.attrNames (terraform.backend or { });
  isLocal = (backends == [ ] || backends == [ "local" ]) && !(terraform ? cloud);
in
if isLocal then
  ''
    flake=$PWD
    while [ "$flake" != "" ] && ! [ -e "$flake/flake.nix" ]; do flake=''${flake%/*}; done
    checkout=$flake
    while [ "$checkout" != "" ] && ! [ -e "$checkout/.git" ]; do checkout=''${checkout%/*}; done
    if [ "$flake" != "" ] && [ "$checkout" = "" ]; then
      echo "error: the state in $PWD would be copied into the Nix store, which everyone on this machine can read" >&2
      echo "  the flake $flake is in no git checkout, so that Nix copies all of its folder" >&2
      echo "  hint: git init the flake, work in a folder outside of it, or configure a backend" >&2
      exit 4
    fi
  ''
else
  ""
