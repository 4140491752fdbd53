# What runs on the machine.
{ modulesPath, ... }:
{
  imports = [ "${modulesPath}/virtualisation/amazon-image.nix" ];

  networking.hostName = "web";
  networking.firewall.allowedTCPPorts = [
    80
    443
  ];

  services.nginx.enable = true;

  system.stateVersion = "25.05";
}
