{
  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
    flake-parts.url = "github:hercules-ci/flake-parts";
    terrane.url = "github:terrane/terrane";
    terrane.inputs.nixpkgs.follows = "nixpkgs";
  };

  # nix run .#infra.plan, nix run .#infra, nix develop .#infra
  outputs =
    inputs:
    inputs.flake-parts.lib.mkFlake { inherit inputs; } {
      imports = [ inputs.terrane.flakeModule ];
      systems = [
        "x86_64-linux"
        "aarch64-linux"
      ];
      perSystem =
        { pkgs, ... }:
        {
          terrane.terraneConfigurations.infra = {
            terraformWrapper.package = pkgs.opentofu;
            modules = [ ./infra.nix ];
          };
        };
    };
}
