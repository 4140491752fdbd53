# What runs on the server.
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

  system.stateVersion = "25.05";
}
