# What nixpkgs' lib has and this one doesn't, so that using it says so instead of "attribute missing".
let
  names = {
    "" = [
      "checkFlag"
      "checkReqs"
      "condConcat"
      "fetchers"
      "foldArgs"
      "getLicenseFromSpdxId"
      "getLicenseFromSpdxIdOr"
      "getValue"
      "gvariant"
      "innerClosePropagation"
      "innerModifySumArgs"
      "kernel"
      "lazyGenericClosure"
      "licenses"
      "licensesSpdx"
      "maintainers"
      "mergeAttrBy"
      "mergeAttrByFunc"
      "mergeAttrsByFuncDefaults"
      "mergeAttrsByFuncDefaultsClean"
      "mergeAttrsNoOverride"
      "modifySumArgs"
      "platforms"
      "sourceTypes"
      "systems"
      "teams"
      "uniqList"
      "uniqListExt"
    ];
    generators = [
      "mkDconfKeyValue"
      "toDconfINI"
    ];
    meta = [
      "getLicenseFromSpdxId"
      "getLicenseFromSpdxIdOr"
      "licensesSpdx"
    ];
    misc = [
      "checkFlag"
      "checkReqs"
      "condConcat"
      "foldArgs"
      "getValue"
      "innerClosePropagation"
      "innerModifySumArgs"
      "lazyGenericClosure"
      "mergeAttrBy"
      "mergeAttrByFunc"
      "mergeAttrsByFuncDefaults"
      "mergeAttrsByFuncDefaultsClean"
      "mergeAttrsNoOverride"
      "modifySumArgs"
      "uniqList"
      "uniqListExt"
    ];
  };

  refuse =
    name:
    throw "lib.${name} is not in terrane's bundled lib; point terrane at nixpkgs' lib with --lib PATH or NIX_PATH=nixpkgs=PATH";
in
# Adds the missing names of a topic, "" for the top, to what there is.
topic: present:
builtins.listToAttrs (
  map (name: {
    inherit name;
    value = refuse (if topic == "" then name else "${topic}.${name}");
  }) (names.${topic} or [ ])
)
// present
