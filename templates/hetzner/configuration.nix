# What runs on the server.
{ config, ... }:
{
  imports = [
    ./hardware-configuration.nix
    ./networking.nix
  ];

  networking.hostName = "web";
  networking.firewall.allowedTCPPorts = [ 443 ];

  services.openssh.enable = true;
  # The key that the server was made with: ssh-keygen -y -f deploy.key
  users.users.root.openssh.authorizedKeys.keys = [ ];

  assertions = [
    {
      assertion = config.users.users.root.openssh.authorizedKeys.keys != [ ];
      message = "Put your public key into configuration.nix.";
    }
  ];

  system.stateVersion = "25.05";
}
