# The core modules: every option that exists before a user writes one. The command, the flake library and the option
# documentation all read them from here. Everything in this folder needs nothing of `lib` but the module system itself,
# so that it works with nixpkgs' lib as with the bundled one.
{
  imports = [
    ./assertions.nix
    ./backends.nix
    ./blocks.nix
    ./cloudflare.nix
    ./github.nix
    ./project.nix
    ./provisioner.nix
    ./remote-state.nix
    ./users.nix
  ];
}
