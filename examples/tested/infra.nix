# A network with services in it: each service opens ports, to somebody.
{
  imports = [ ./services.nix ];

  provider.aws.region = "eu-central-1";

  services = {
    web.ports = [
      80
      443
    ];
    web.from = "the world";
    database.ports = [ 5432 ];
  };
}
