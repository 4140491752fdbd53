# What is different in production.
{ lib, ... }:
{
  servers = {
    # More than the default, which any definition beats.
    database.memory = 64;

    # One port more: lists of several files become one.
    web-1.ports = [ 8443 ];

    # Only this port, whatever other files say.
    web-2.ports = lib.mkForce [ 8080 ];
  };

  # Part of a resource that another file makes.
  resource.terraform_data.database.triggers_replace = [ "storage-v2" ];
}
