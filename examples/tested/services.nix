# `services.<name>`: a security group for each, and a rule for each port.
{ config, lib, ... }:
let
  inherit (lib) mkOption types;

  ranges = {
    "the network" = [ "10.0.0.0/16" ];
    "the world" = [ "0.0.0.0/0" ];
  };

  service = {
    options = {
      ports = mkOption {
        type = types.listOf types.port;
        description = "Open ports.";
      };
      from = mkOption {
        type = types.enum (lib.attrNames ranges);
        default = "the network";
        description = "Who may connect.";
      };
    };
  };

  ruleOf = name: service: port: {
    name = "${name}-${toString port}";
    value = {
      security_group_id = config.resource.aws_security_group.${name} "id";
      type = "ingress";
      protocol = "tcp";
      from_port = port;
      to_port = port;
      cidr_blocks = ranges.${service.from};
    };
  };
in
{
  options.services = mkOption {
    type = types.attrsOf (types.submodule service);
    default = { };
    description = "What runs in the network, by name.";
  };

  config = {
    assertions = lib.mapAttrsToList (name: service: {
      assertion = service.from == "the network" || lib.all (port: port == 80 || port == 443) service.ports;
      message = "`services.${name}' is open to the world with other ports than those of the web";
    }) config.services;

    resource.aws_security_group = lib.mapAttrs (name: _service: { inherit name; }) config.services;

    resource.aws_security_group_rule = lib.listToAttrs (
      lib.concatLists (lib.mapAttrsToList (name: service: map (ruleOf name service) service.ports) config.services)
    );
  };
}
