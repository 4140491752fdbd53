{
  imports = [ ./machine.nix ];

  networking.hostName = "db";
  networking.firewall.allowedTCPPorts = [ 5432 ];

  services.postgresql.enable = true;
  services.postgresql.enableTCPIP = true;
}
