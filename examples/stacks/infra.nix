# Three roots, each with a state of its own.
{ ... }:
{
  terrane.stacks = {
    network = {
      modules = [ ./network.nix ];
      # What the others may rely on.
      outputs.cidr.type = "string";
      outputs.zones.type = "list(string)";
    };

    app.modules = [ ./app.nix ];

    # It reads nothing of another stack, and should be there last all the same.
    monitoring = {
      modules = [ ./monitoring.nix ];
      after = [ "app" ];
    };
  };
}
