{
  document,
  config,
  lib,
  ...
}:
let
  rules = document.resource.aws_security_group_rule;

  openTo = range: lib.attrNames (lib.filterAttrs (_name: rule: lib.elem range rule.cidr_blocks) rules);
in
{
  # All tests are run against each.
  entries = {
    production = ./infra.nix;
    staging = [
      ./infra.nix
      ./staging.nix
    ];
  };

  "the database is open to the network alone" = rules.database-5432.cidr_blocks == [ "10.0.0.0/16" ];

  "every rule is of a group that there is".assertions = lib.mapAttrsToList (name: rule: {
    assertion = lib.any (group: rule.security_group_id == "\${aws_security_group.${group}.id}") (
      lib.attrNames document.resource.aws_security_group
    );
    message = "the rule ${name} is of ${rule.security_group_id}, which nobody makes";
  }) rules;

  "nothing but the web is open to the world" = {
    expr = lib.filter (name: !lib.hasPrefix "web-" name) (openTo "0.0.0.0/0");
    expected = [ ];
  };

  "who may connect, and where".snapshot = lib.mapAttrs (_name: rule: {
    inherit (rule) from_port cidr_blocks;
  }) rules;

  services = {
    "are in the network where nothing is said" = {
      modules = [ { services.cache.ports = [ 6379 ]; } ];
      expr = { config, ... }: config.services.cache.from;
      expected = "the network";
    };

    "other than the web can't be opened to the world" = {
      modules = [ { services.database.from = "the world"; } ];
      fails = "`services.database' is open to the world";
    };

    "are open to somebody that there is" = {
      modules = [ { services.web.from = lib.mkOverride 10 "the moon"; } ];
      fails.code = "module-type";
    };

    "need not be there at all" = {
      entry = ./services.nix;
      check = { document, ... }: document == { };
    };
  };
}
