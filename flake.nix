{
  description = "Nix infrastructure modules, compiled to Terraform/OpenTofu JSON, planned and applied";

  # No flake.lock: nothing here needs a certain nixpkgs. A project's own lock file, with `inputs.nixpkgs.follows`, decides.
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";

  outputs =
    { self, nixpkgs }:
    let
      inherit (nixpkgs) lib;

      eachSystem = lib.genAttrs [
        "x86_64-linux"
        "aarch64-linux"
        "x86_64-darwin"
        "aarch64-darwin"
      ];

      pkgsFor = system: nixpkgs.legacyPackages.${system};

      library = import ./nix/library { inherit pkgsFor; };

      packageWith = pkgs: pkgs.callPackage ./nix/library/package.nix { src = self; };
      packageFor = system: self.packages.${system}.terrane;

      flakeModule = import ./nix/library/flake-module { inherit library packageFor; };
      nixosModule = import ./nix/library/nixos-module { inherit library packageFor; };
    in
    {
      lib = library;

      packages = eachSystem (system: rec {
        terrane = packageWith (pkgsFor system);
        default = terrane;
      });

      apps = eachSystem (system: rec {
        terrane = {
          type = "app";
          program = "${packageFor system}/bin/terrane";
        };
        default = terrane;
      });

      devShells = eachSystem (system: {
        default = (pkgsFor system).mkShell {
          buildInputs = [
            (pkgsFor system).nodejs
            (pkgsFor system).opentofu
          ];
        };
      });

      overlays.default = final: _: { terrane = packageWith final; };

      checks = eachSystem (system: {
        quickstart = library.terraneConfiguration {
          inherit system;
          modules = [ ./examples/quickstart/infra.nix ];
        };
      });

      nixosModules = {
        default = nixosModule;
        terrane = nixosModule;
      };

      inherit flakeModule;
      flakeModules.default = flakeModule;

      # `terrane new` writes the same files.
      templates = builtins.mapAttrs (name: template: {
        path = ./templates + "/${name}";
        inherit (template) description;
      }) (lib.importJSON ./templates/templates.json);
    };
}
