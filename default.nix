# Without flakes: (import ./terrane { }).terraneConfiguration { modules = [ ./infra.nix ]; }
{
  pkgs ? import <nixpkgs> { },
}:
let
  library = import ./nix/library { pkgsFor = _: pkgs; };
  withPkgs = make: arguments: make ({ inherit pkgs; } // arguments);

  terrane = pkgs.callPackage ./nix/library/package.nix { src = ./.; };
in
builtins.mapAttrs (_: withPkgs) library
// {
  inherit terrane;
  nixosModule = import ./nix/library/nixos-module {
    inherit library;
    packageFor = _: terrane;
  };
}
