{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
  inputs.terrane.url = "github:terrane/terrane";
  inputs.terrane.inputs.nixpkgs.follows = "nixpkgs";

  outputs = { nixpkgs, terrane, ... }: {
    nixosConfigurations.myserver = nixpkgs.lib.nixosSystem {
      system = "x86_64-linux";
      modules = [
        terrane.nixosModules.default
        {
          services.terrane.aws-infra = {
            modules = [ ./infra.nix ];
            credentials.aws.path = "/home/me/.aws/credentials";
            credentials.aws.fileVariable = "AWS_SHARED_CREDENTIALS_FILE";
          };
        }
        # The rest of the system: disks, network, users.
      ];
    };
  };
}
