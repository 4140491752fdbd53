# From what the user named to modules: files, or an output of a flake.
{ asked }:

let
  inherit (builtins) getFlake isAttrs;

  fromFiles = {
    modules = map (path: /. + path) asked.modules;
    specialArgs = { };
    withNulls = false;
    lib = null;
    pkgs = null;
  };

  flake = getFlake asked.flake.reference;

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
  found =
    let
      path = builtins.filter builtins.isString (builtins.split "\\." asked.flake.name);
      follow = set: names: if names == [ ] then [ set ] else if isAttrs set && set ? ${builtins.head names} then follow set.${builtins.head names} (builtins.tail names) else [ ];
    in
    builtins.concatMap (place: follow place [ asked.flake.name ]) places
    ++ builtins.concatMap (place: follow place path) places;

  offered = builtins.concatMap builtins.attrNames [
    (removeAttrs (flake.terraneConfigurations or { }) [ system ])
    (flake.terraneConfigurations.${system} or { })
    (flake.terraneModules or { })
    (flake.packages.${system} or { })
  ];

  output =
    if found == [ ] then
      throw "flake '${asked.flake.reference}' does not provide attribute 'terraneConfigurations.${asked.flake.name}', 'packages.${system}.${asked.flake.name}' or '${asked.flake.name}'${
        if offered == [ ] then "" else "; it has ${builtins.concatStringsSep ", " offered}"
      }"
    else
      builtins.head found;

  isDerivation = output.type or null == "derivation";

  # Our own outputs carry what they were made of; a module stands for itself.
  carries = isAttrs output && output ? modules && builtins.isList output.modules;

  placed = import ./placed.nix { fallback = "${flake}/flake.nix"; };

  fromFlake = {
    modules = map placed (if carries then output.modules else [ output ]);
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
in
if asked ? flake then fromFlake else fromFiles
