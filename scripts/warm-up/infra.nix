# What the build compiles once, so that V8 keeps the machine code of all that most compiles run (build.mjs).
{
  imports = [ ../../examples/quickstart/infra.nix ];

  resource.network_thing = {
    a = {
      name = "a";
      size = 1;
      tags.x = "y";
      rules = [ "z" ];
      disk = [ { name = "d"; } ];
    };
    b.name = "\${network_thing.a.id}-\${network_thing.a.disk[0].id}";
  };
  data.network_thing.found.name = "c";
}
