# A load balancer, as soon as there is more than one web server.
{ config, lib, ... }:
let
  web = lib.attrNames (lib.filterAttrs (_name: server: server.role == "web") config.servers);
in
{
  config = lib.mkMerge [
    (lib.mkIf (lib.length web > 1) {
      resource.terraform_data.load-balancer.input = {
        name = config.domain;
        backends = map (name: config.resource.terraform_data.${name} "output.fqdn") web;
      };
      output.address.value = config.resource.terraform_data.load-balancer "output.name";
    })

    {
      assertions = [
        {
          assertion = web != [ ];
          message = "There must be a web server: give one of `servers` the role \"web\".";
        }
      ];
    }
  ];
}
