# Two NixOS machines that are there already. One is told where the other is, and reads its configuration.
{ config, ... }:
let
  addresses = import ./addresses.nix;
in
{
  nixos.hosts.db = {
    target.host = addresses.db;
    configuration = ./db.nix;
    # <nixpkgs> is that of whoever deploys. `nixpkgs = { url = …; sha256 = …; };` pins one.
    ambientNixPath = true;
    health.tcp = [ { port = 5432; } ];
  };

  nixos.hosts.web = {
    target.host = addresses.web;
    configuration = ./web.nix;
    ambientNixPath = true;
    # For a machine that Terraform makes this is a reference, and arrives all the same.
    inputs.database = config.nixos.hosts.db.target.host;
    after = [ "db" ];
  };
}
