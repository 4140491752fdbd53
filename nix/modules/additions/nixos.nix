# NixOS machines to deploy to. What a host is stands in ../hosts/; here is where it meets the Terraform document: its
# address and whatever else Terraform computes for it are outputs, which a deployment reads after the apply.
{ config, lib, ... }:
let
  inherit (lib) mkIf mkOption types;

  inherit (config.nixos) hosts;
in
{
  options.nixos.hosts = mkOption {
    type = types.attrsOf (types.submodule (import ../hosts/host.nix));
    default = { };
    example = {
      web = {
        target.host = "\${aws_instance.web.public_ip}";
        configuration = {
          services.nginx.enable = true;
        };
      };
    };
    description = ''
      NixOS machines, by name. `terrane deploy` builds each one's system, copies it there and activates it;
      `terrane apply` does so once Terraform is done.
    '';
  };

  # Only the names of hosts decide whether there is something to add, so that hosts may be made from anything else.
  config = mkIf (hosts != { }) (import ../hosts/document.nix { inherit hosts lib; }).config;
}
