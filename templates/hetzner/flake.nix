{
  inputs = {
    nixpkgs.url = "github:NixOS/nixpkgs/nixos-25.05";
    terrane.url = "github:terrane/terrane";
    terrane.inputs.nixpkgs.follows = "nixpkgs";
  };

  # terrane plan and deploy need the system alone. nix build .#infra gives config.tf.json.
  outputs =
    { nixpkgs, terrane, ... }:
    {
      nixosConfigurations.web = nixpkgs.lib.nixosSystem {
        system = "x86_64-linux";
        modules = [ ./configuration.nix ];
      };

      packages.x86_64-linux.infra = terrane.lib.terraneConfiguration {
        system = "x86_64-linux";
        modules = [ ./infra.nix ];
      };
    };
}
