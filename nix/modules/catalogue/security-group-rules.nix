# The rules of a security group as arguments of resources, one for each port and each of those who may connect, by labels.
{ lib }:
let
  helpers = import ./helpers.nix { inherit lib; };

  protocolOf = rule: if rule.protocol == "all" then "-1" else rule.protocol;

  # ICMP has types where others have ports; -1 is all of them.
  allPorts =
    rule:
    if rule.protocol == "all" then
      { }
    else if builtins.elem rule.protocol [ "icmp" "icmpv6" ] then
      {
        from_port = -1;
        to_port = -1;
      }
    else
      {
        from_port = 0;
        to_port = 65535;
      };

  range =
    port:
    if builtins.isInt port then
      {
        from_port = port;
        to_port = port;
      }
    else
      let
        ends = map lib.toInt (lib.splitString "-" port);
      in
      {
        from_port = builtins.head ends;
        to_port = builtins.elemAt ends 1;
      };

  source =
    group: from:
    if builtins.isAttrs from then
      { referenced_security_group_id = from.group; }
    else if from == "self" then
      { referenced_security_group_id = group; }
    else if lib.hasPrefix "pl-" from then
      { prefix_list_id = from; }
    else if lib.hasPrefix "sg-" from || builtins.match ".*aws_security_group\\..*" from != null then
      { referenced_security_group_id = from; }
    else if builtins.match "[^$]*:.*" from != null then
      { cidr_ipv6 = from; }
    else
      { cidr_ipv4 = from; };

  # Names that say what the rule is: the order of the list plays no part, and a rule that is there twice is one.
  everyone = {
    "0.0.0.0/0" = "anywhere";
    "::/0" = "anywhere6";
  };
  plainText = text: lib.concatStrings (map (char: if builtins.match "[A-Za-z0-9]" char == null then "_" else char) (lib.stringToCharacters text));
  # References without what they all begin and end with.
  nameOf =
    from:
    everyone.${from}
      or (lib.removeSuffix ".id" (lib.removePrefix "aws_security_group." (lib.removeSuffix "}" (lib.removePrefix "\${" from))));
  labelFor =
    name: rule: port: from:
    plainText "${name}_${rule.protocol}_${if port == null then "all" else toString port}_${
      nameOf (from.group or from)
    }";
in
{
  rulesOf =
    direction: name: group:
    lib.concatMap (
      rule:
      lib.concatMap (
        port:
        map (
          from:
          {
            group = name;
            name = labelFor name rule port from;
            value = {
              security_group_id = group.id;
              ip_protocol = protocolOf rule;
            }
            // (if port == null then allPorts rule else range port)
            // source group.id from
            // helpers.onlySet {
              inherit (rule) description;
              inherit (group) provider;
            };
          }
        ) (rule.from ++ map (group: { inherit group; }) rule.groups)
      ) (if rule.ports == [ ] then [ null ] else rule.ports)
    ) group.${direction};
}
