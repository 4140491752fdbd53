{
  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
    terrane.url = "github:terrane/terrane";
    terrane.inputs.nixpkgs.follows = "nixpkgs";
  };

  # terrane plan -f .#infra                in the folder infra/, which this makes
  # nix build .#infra                      config.tf.json alone
  outputs =
    { nixpkgs, terrane, ... }:
    {
      packages = nixpkgs.lib.genAttrs [ "x86_64-linux" "aarch64-linux" ] (system: {
        infra = terrane.lib.terraneConfiguration {
          inherit system;
          modules = [ ./infra.nix ];
        };
      });
    };
}
