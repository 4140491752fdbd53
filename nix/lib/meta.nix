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
  addMetaAttrs =
    added: package:
    if package ? overrideAttrs then
      package.overrideAttrs (withMeta added)
    else
      package // withMeta added package;
  dontDistribute = addMetaAttrs { hydraPlatforms = [ ]; };

  setName = name: package: package // { inherit name; };
  updateName = f: package: package // { name = f package.name; };
  appendToName =
    suffix:
    updateName (
      name:
      let
        parsed = parseDrvName name;
      in
      "${parsed.name}-${suffix}-${parsed.version}"
    );
  mapDerivationAttrset =
    f: mapAttrs (_: package: if isDerivation package then f package else package);

  defaultPriority = 5;
  setPrio = priority: addMetaAttrs { inherit priority; };
  lowPrio = setPrio 10;
  hiPrio = setPrio (-10);
  lowPrioSet = mapDerivationAttrset lowPrio;
  hiPrioSet = mapDerivationAttrset hiPrio;

  platformMatch =
    platform: pattern:
    if isString pattern then
      platform.system or null == pattern
    else
      matchAttrs (if pattern ? parsed then pattern else { parsed = pattern; }) platform;
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
  getExe' =
    package: program:
    assert assertMsg (isDerivation package)
      "lib.meta.getExe': The first argument is of type ${typeOf package}, but it should be a derivation instead.";
    assert assertMsg (isString program)
      "lib.meta.getExe': The second argument is of type ${typeOf program}, but it should be a string instead.";
    assert assertMsg (match ".*/.*" program == null)
      "lib.meta.getExe': The second argument \"${program}\" is a nested path with a \"/\" character, but it should just be the name of the executable instead.";
    "${getBin package}/bin/${program}";

  cpeFullVersionWithVendor = vendor: version: {
    inherit vendor version;
    update = "*";
  };
}
