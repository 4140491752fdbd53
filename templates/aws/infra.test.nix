# terrane test
{ document, lib, ... }:
let
  rules = lib.attrValues document.resource.aws_vpc_security_group_ingress_rule;
in
{
  "nothing but SSH and the web is open to the world" = {
    expr = lib.sort (a: b: a < b) (map (rule: rule.from_port) (lib.filter (rule: rule.cidr_ipv4 or null == "0.0.0.0/0") rules));
    expected = [
      22
      80
      443
    ];
  };

  "a newer image does not make the machine anew" =
    document.resource.aws_instance.web.lifecycle.ignore_changes == [ "ami" ];
}
