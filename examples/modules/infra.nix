# A fleet in a few lines: what a server is stands in servers.nix, this file only says which there are.
{
  imports = [
    ./servers.nix
    ./load-balancer.nix
    ./monitoring.nix
    ./production.nix
  ];

  domain = "example.org";

  servers = {
    web-1.ports = [ 443 ];
    web-2.ports = [ 443 ];
    database = {
      role = "database";
      ports = [ 5432 ];
    };
  };
}
