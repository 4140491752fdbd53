# From what the user named to modules: files, and outputs of a flake.
{
  asked,
  # What the user gives to modules.
  arguments,
}:

let
  inherit (builtins) getFlake isAttrs;

  # Several files may be one NixOps network.
  fromFiles = files: {
    modules = (import ./hosts/nixops/recognise.nix).modules arguments (map (path: /. + path) files);
    specialArgs = { };
    withNulls = false;
    lib = null;
    pkgs = null;
  };

  flake = getFlake asked.flake;

  system = builtins.currentSystem;

  # Where `.#name` is looked for, first found first taken.
  places = [
    (flake.terraneConfigurations.${system} or { })
    (flake.terraneConfigurations or { })
    (flake.terraneModules or { })
    (flake.packages.${system} or { })
    (flake.legacyPackages.${system} or { })
    flake
  ];

  # The name as it is, or a path of names.
  foundAs =
    name:
    let
      path = builtins.filter builtins.isString (builtins.split "\\." name);
      follow = set: names: if names == [ ] then [ set ] else if isAttrs set && set ? ${builtins.head names} then follow set.${builtins.head names} (builtins.tail names) else [ ];
    in
    builtins.concatMap (place: follow place [ name ]) places
    ++ builtins.concatMap (place: follow place path) places;

  offered = builtins.concatMap builtins.attrNames [
    (removeAttrs (flake.terraneConfigurations or { }) [ system ])
    (flake.terraneConfigurations.${system} or { })
    (flake.terraneModules or { })
    (flake.packages.${system} or { })
  ];

  placed = import ./placed.nix { fallback = "${flake}/flake.nix"; };

  fromOutput =
    name:
    let
      found = foundAs name;

      output =
        if found == [ ] then
          throw "flake '${asked.flake}' does not provide attribute 'terraneConfigurations.${name}', 'packages.${system}.${name}' or '${name}'${
            if offered == [ ] then "" else "; it has ${builtins.concatStringsSep ", " offered}"
          }"
        else
          builtins.head found;

      isDerivation = output.type or null == "derivation";

      # Our own outputs carry what they were made of; a module stands for itself.
      carries = isAttrs output && output ? modules && builtins.isList output.modules;
    in
    {
      modules =
        if isDerivation && !carries then
          throw "the output `${name}' is a derivation: its modules, and what they make, are not known"
        else
          map placed (if carries then output.modules else [ output ]);
      specialArgs = if carries then output.extraArgs or { } else { };
      withNulls = carries && !(output.strip_nulls or true);
      lib =
        if carries && output ? pkgs then
          output.pkgs.lib
        else if carries && output ? lib then
          output.lib
        else
          flake.inputs.nixpkgs.lib or null;
      pkgs =
        if carries && output ? pkgs then
          output.pkgs
        else
          flake.inputs.nixpkgs.legacyPackages.${system} or null;
    }
    // (
      if isDerivation && !carries then
        {
          # Plain text: it is TypeScript that has it built.
          derivation = {
            path = builtins.unsafeDiscardStringContext output.drvPath;
            output = builtins.unsafeDiscardStringContext output.outPath;
          };
        }
      else
        { }
    );

  parts =
    if builtins.all (entry: entry ? path) asked.entries then
      [ (fromFiles (map (entry: entry.path) asked.entries)) ]
    else
      map (entry: if entry ? path then fromFiles [ entry.path ] else fromOutput entry.output) asked.entries;

  first = name: builtins.foldl' (found: part: if found == null then part.${name} else found) null parts;
in
if builtins.length parts == 1 then
  builtins.head parts
else
  {
    modules = builtins.concatMap (part: part.modules) parts;
    specialArgs = builtins.foldl' (all: part: all // part.specialArgs) { } parts;
    withNulls = builtins.any (part: part.withNulls) parts;
    lib = first "lib";
    pkgs = first "pkgs";
  }
