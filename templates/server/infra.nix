# One machine that runs NixOS already, and that you can log in to as root.
{
  nixos.hosts.server = {
    flake = ".#nixosConfigurations.server";
    target.host = "192.0.2.10";

    # What must hold before a new system stays: otherwise the old one comes back by itself.
    health.units = [ "sshd.service" ];
  };
}
