# terrane's own lib, for projects without nixpkgs: the names and the behaviour of nixpkgs' lib as far as modules for
# infrastructure reach. Every file is read when something in it is first used, and nothing needs a Nix newer than 2.8.
let
  # As in nixpkgs, functions find each other through the finished lib, so that an extension changes it everywhere.
  makeLib =
    base:
    let
      lib = base lib // {
        extend = overlay: makeLib (extend overlay base);
      };
    in
    lib;
  extend =
    overlay: base: final:
    let
      previous = base final;
    in
    previous // overlay final previous;

  withMissing = import ./missing.nix;

  topics =
    lib:
    let
      topic = name: file: withMissing name (import file { inherit lib; });
    in
    {
      asserts = topic "asserts" ./asserts.nix;
      attrsets = topic "attrsets" ./attrsets.nix;
      cli = topic "cli" ./cli.nix;
      customisation = topic "customisation" ./customisation.nix;
      debug = topic "debug" ./debug.nix;
      derivations = topic "derivations" ./derivations.nix;
      fileset = topic "fileset" ./fileset;
      filesystem = topic "filesystem" ./filesystem.nix;
      fixedPoints = topic "fixedPoints" ./fixed-points.nix;
      flakes = topic "flakes" ./flakes.nix;
      generators = topic "generators" ./generators;
      lists = topic "lists" ./lists.nix;
      meta = topic "meta" ./meta.nix;
      misc = topic "misc" ./misc.nix;
      modules = topic "modules" ./modules;
      network = topic "network" ./network.nix;
      options = topic "options" ./options;
      path = topic "path" ./path.nix;
      sources = topic "sources" ./sources;
      strings = topic "strings" ./strings;
      stringsWithDeps = topic "stringsWithDeps" ./strings-with-deps.nix;
      trivial = topic "trivial" ./trivial.nix;
      types = topic "types" ./types;
      versions = topic "versions" ./versions.nix;
    };
in
makeLib (lib: withMissing "" (topics lib // import ./aliases.nix lib))
