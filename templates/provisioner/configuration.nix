# The machine itself (disks, network, users) is not in here.
{
  services.terrane.infra.modules = [ ./infra.nix ];
}
