# The core modules: every option that exists before a user writes one, but for additions.nix. The command, the flake
# library and the option documentation all read them from here. Everything in this folder needs nothing of `lib` but the
# module system and the most usual functions, so that it works with nixpkgs' lib as with the bundled one.
{
  imports = [
    ./backends.nix
    ./blocks.nix
    ./project.nix
    ./provisioner.nix
    ./remote-state.nix
    ./stacks.nix
    ./users.nix
  ];
}
