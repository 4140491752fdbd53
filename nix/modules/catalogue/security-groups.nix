# Security groups of AWS in few words: each rule becomes a resource of its own, so that a change touches one rule only.
{ config, lib, ... }:
let
  inherit (lib) mkOption types;

  helpers = import ./helpers.nix { inherit lib; };
  groups = config.securityGroups;

  inherit (import ./security-group-types.nix { inherit lib; }) port protocol source;

  rule = { config, ... }: {
    options = {
      ports = mkOption {
        type = types.coercedTo (types.either types.port types.str) (one: [ one ]) (types.listOf port) // {
          description = "one of these or a list of them: ${port.description}";
        };
        default = [ ];
        example = [
          443
          "8000-8100"
        ];
        description = "Ports and ranges of ports. Without any, all of them.";
      };
      protocol = mkOption {
        type = protocol;
        default = "tcp";
        description = "`tcp`, `udp`, `icmp`, `icmpv6`, `all`, or the number of another.";
      };
      from = mkOption {
        type = types.listOf source;
        default = if config.groups == [ ] then [ "0.0.0.0/0" ] else [ ];
        defaultText = lib.literalMD "everyone with an IPv4 address, unless there are `groups`";
        example = lib.literalExpression ''[ "10.0.0.0/8" (config.securityGroups.web.id) ]'';
        description = ''
          Who may connect, or with `egress` who may be connected to: IPv4 and IPv6 networks, prefix lists (`pl-…`), and
          security groups (`sg-…`, `self`, or the `id` of another group). Any other reference is taken for an IPv4 network.

          The rules are named after it, and so it can't be read from `config.resource`, which holds the rules: write such a
          reference as `lib.tf.ref "aws_vpc.main.cidr_block"`.
        '';
      };
      groups = mkOption {
        type = types.listOf types.str;
        default = [ ];
        example = lib.literalExpression ''[ (config.module.cluster "node_security_group_id") ]'';
        description = "Further security groups, for references that do not tell what they are.";
      };
      description = mkOption {
        type = types.nullOr types.str;
        default = null;
        description = "What the rule is for.";
      };
    };
  };

  # A port alone, or several: everyone may connect by TCP.
  ruleType =
    types.coercedTo port (one: { ports = [ one ]; }) (types.submodule rule)
    // {
      description = "rule, or ${port.description}";
    };

  group =
    { name, ... }:
    {
      options = {
        name = mkOption {
          type = types.str;
          default = name;
          defaultText = lib.literalMD "the name";
          description = "The name of the group at AWS.";
        };
        description = mkOption {
          type = types.str;
          default = "Managed by Terraform";
          description = "What the group is for. AWS can't change it later: another text makes the group anew.";
        };
        vpc = mkOption {
          type = types.nullOr types.str;
          default = null;
          example = lib.literalExpression ''config.resource.aws_vpc.main "id"'';
          description = "The VPC that the group is in: the account's default one where nothing is said.";
        };
        ingress = mkOption {
          type = types.listOf ruleType;
          default = [ ];
          example = [
            22
            {
              ports = [
                80
                443
              ];
              from = [
                "0.0.0.0/0"
                "::/0"
              ];
            }
          ];
          description = "Who may connect to machines of the group: ports that all may connect to, and rules.";
        };
        egress = mkOption {
          type = types.listOf ruleType;
          default = [
            {
              protocol = "all";
              from = [
                "0.0.0.0/0"
                "::/0"
              ];
            }
          ];
          description = "What machines of the group may connect to. By default everything.";
        };
        inherit (helpers) provider;
        id = helpers.reference "The group, for `vpc_security_group_ids`.";
      };
      config.id = "\${aws_security_group.${name}.id}";
    };

  inherit (import ./security-group-rules.nix { inherit lib; }) rulesOf;

  listed = direction: lib.concatLists (lib.mapAttrsToList (rulesOf direction) groups);
  allRules = direction: lib.listToAttrs (listed direction);

  # Two rules of one name that say different things: one of them would be lost.
  clashes =
    direction:
    lib.concatMap (
      rules:
      let
        first = builtins.head rules;
        other = lib.findFirst (rule: rule.value != first.value) null rules;
      in
      if other == null then
        [ ]
      else
        [
          {
            assertion = false;
            message = "securityGroups.${lib.strings.escapeNixIdentifier other.group}: a rule of `${direction}' would have the same name as ${
              if other.group == first.group then "another one" else "one of `${first.group}'"
            }, ${first.name}, and says something else";
          }
        ]
    ) (builtins.attrValues (builtins.groupBy (rule: rule.name) (listed direction)));
  hasRules = direction: lib.any (group: group.${direction} != [ ]) (builtins.attrValues groups);
in
{
  options.securityGroups = mkOption {
    type = types.attrsOf (types.submodule group);
    default = { };
    example = {
      web.ingress = [
        22
        80
        443
      ];
    };
    description = "Security groups of AWS, by name: `config.securityGroups.<name>.id`.";
  };

  config.assertions = clashes "ingress" ++ clashes "egress";

  config.resource = lib.mkIf (groups != { }) {
    aws_security_group = lib.mapAttrs (
      _: group:
      {
        inherit (group) description name;
      }
      // helpers.onlySet {
        inherit (group) provider;
        vpc_id = group.vpc;
      }
    ) groups;
    aws_vpc_security_group_ingress_rule = lib.mkIf (hasRules "ingress") (allRules "ingress");
    aws_vpc_security_group_egress_rule = lib.mkIf (hasRules "egress") (allRules "egress");
  };
}
