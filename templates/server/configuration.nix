# What runs on the machine.
{ config, ... }:
{
  # As `nixos-generate-config --show-hardware-config` prints it on the machine.
  imports = [ ./hardware-configuration.nix ];

  networking.hostName = "server";

  services.openssh.enable = true;
  # Yours, or nobody gets in any more.
  users.users.root.openssh.authorizedKeys.keys = [ ];

  assertions = [
    {
      assertion = config.users.users.root.openssh.authorizedKeys.keys != [ ];
      message = "Put your public key into configuration.nix.";
    }
  ];

  system.stateVersion = "25.05";
}
