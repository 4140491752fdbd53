{
  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
    terrane.url = "github:terrane/terrane";
    terrane.inputs.nixpkgs.follows = "nixpkgs";
  };

  outputs =
    { nixpkgs, terrane, ... }:
    {
      nixosConfigurations.provisioner = nixpkgs.lib.nixosSystem {
        system = "x86_64-linux";
        modules = [
          terrane.nixosModules.default
          ./configuration.nix
        ];
      };
    };
}
