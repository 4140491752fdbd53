# Options that terranix does not have, or leaves out of its core, by name. A project written for terranix may have
# declared one of these names for itself; then ours gives way (see evaluate.nix).
{
  action = ./additions/action.nix;
  assertions = ./additions/assertions.nix;
  check = ./additions/check.nix;
  cloudflare = ./additions/cloudflare.nix;
  github = ./additions/github.nix;
  moved = ./additions/moved.nix;
  nixos = ./additions/nixos.nix;
  removed = ./additions/removed.nix;
  warnings = ./additions/warnings.nix;
}
