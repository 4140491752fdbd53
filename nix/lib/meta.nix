# A package's metadata and its main program.
{ lib }:
let
  inherit (builtins)
    any
    isString
    mapAttrs
    match
    parseDrvName
    typeOf
    ;
  inherit (lib.asserts) assertMsg;
  inherit (lib.attrsets) getBin isDerivation matchAttrs;
  inherit (lib.strings) getName;

  withMeta = added: package: { meta = package.meta or { } // added; };

  matchesAny = platform: any (lib.meta.platformMatch platform);
in
rec {
  # A package with more in its `meta`.
  addMetaAttrs =
    added: package:
    if package ? overrideAttrs then
      package.overrideAttrs (withMeta added)
    else
      package // withMeta added package;
  # A package that no binary cache shall have.
  dontDistribute = addMetaAttrs { hydraPlatforms = [ ]; };

  # A package with another name.
  setName = name: package: package // { inherit name; };
  # A package whose name a function makes of the old one.
  updateName = f: package: package // { name = f package.name; };
  # A package with a word added to its name, before the version.
  appendToName =
    suffix:
    updateName (
      name:
      let
        parsed = parseDrvName name;
      in
      "${parsed.name}-${suffix}-${parsed.version}"
    );
  # A function over the packages of a set.
  mapDerivationAttrset =
    f: mapAttrs (_: package: if isDerivation package then f package else package);

  # The priority of a package that says none.
  defaultPriority = 5;
  # A package with a priority.
  setPrio = priority: addMetaAttrs { inherit priority; };
  # A package that gives way to others with the same files.
  lowPrio = setPrio 10;
  # A package that goes before others with the same files.
  hiPrio = setPrio (-10);
  # As `lowPrio` for a set of packages.
  lowPrioSet = mapDerivationAttrset lowPrio;
  # As `hiPrio` for a set of packages.
  hiPrioSet = mapDerivationAttrset hiPrio;

  # Whether a platform fits a pattern.
  platformMatch =
    platform: pattern:
    if isString pattern then
      platform.system or null == pattern
    else
      matchAttrs (if pattern ? parsed then pattern else { parsed = pattern; }) platform;
  # Whether a package can be had on a platform.
  availableOn =
    platform: package:
    (!(package ? meta.platforms) || matchesAny platform package.meta.platforms)
    && (!(package ? meta.badPlatforms) || !matchesAny platform package.meta.badPlatforms);

  # The path of the package's main program, or of the one that is named.
  getExe =
    package:
    getExe' package (
      package.meta.mainProgram or (lib.trivial.warn
        "getExe: Package ${
          lib.strings.escapeNixIdentifier package.meta.name or package.pname or package.name
        } does not have the meta.mainProgram attribute. We'll assume that the main program has the same name for now, but this behavior is deprecated, because it leads to surprising errors when the assumption does not hold. If the package has a main program, please set `meta.mainProgram` in its definition to make this warning go away. Otherwise, if the package does not have a main program, or if you don't control its definition, use getExe' to specify the name to the program, such as lib.getExe' foo \"bar\"."
        (getName package)
      )
    );
  # The path of a program of a package.
  getExe' =
    package: program:
    assert assertMsg (isDerivation package)
      "lib.meta.getExe': The first argument is of type ${typeOf package}, but it should be a derivation instead.";
    assert assertMsg (isString program)
      "lib.meta.getExe': The second argument is of type ${typeOf program}, but it should be a string instead.";
    assert assertMsg (match ".*/.*" program == null)
      "lib.meta.getExe': The second argument \"${program}\" is a nested path with a \"/\" character, but it should just be the name of the executable instead.";
    "${getBin package}/bin/${program}";

  # The parts of a CPE that tell a version.
  cpeFullVersionWithVendor = vendor: version: {
    inherit vendor version;
    update = "*";
  };
}
