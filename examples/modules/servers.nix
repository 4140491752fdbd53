# `servers.<name>`: an option with a submodule, and the resources that it makes.
{ config, lib, ... }:
let
  inherit (lib) mkOption types;

  server =
    { config, name, ... }:
    {
      options = {
        role = mkOption {
          type = types.enum [
            "web"
            "database"
          ];
          default = "web";
          description = "What the server is for.";
        };
        memory = mkOption {
          type = types.ints.positive;
          default = if config.role == "database" then 16 else 4;
          defaultText = "16 for a database, else 4";
          description = "Memory in GiB.";
        };
        ports = mkOption {
          type = types.listOf types.port;
          default = [ ];
          description = "Open ports. Every file can add some.";
        };
        fqdn = mkOption {
          type = types.str;
          default = "${name}.${domain}";
          defaultText = "the server's name in `domain`";
          description = "The full name.";
        };
      };
    };

  inherit (config) domain;
in
{
  options = {
    domain = mkOption {
      type = types.str;
      description = "The domain that all servers are in.";
    };
    servers = mkOption {
      type = types.attrsOf (types.submodule server);
      default = { };
      description = "The servers, by name.";
    };
  };

  config = {
    resource.terraform_data = lib.mapAttrs (_name: server: {
      input = {
        inherit (server) fqdn memory ports;
      };
    }) config.servers;

    output.servers.value = lib.mapAttrs (
      name: _server: config.resource.terraform_data.${name} "output.fqdn"
    ) config.servers;
  };
}
