# What nixpkgs' lib has and this one doesn't, so that using it says so instead of "attribute missing".
let
  names = {
    "" = [
      "checkFlag"
      "checkReqs"
      "closePropagation"
      "commitIdFromGitRepo"
      "condConcat"
      "defaultMerge"
      "defaultMergeArg"
      "fakeHash"
      "fakeSha256"
      "fakeSha512"
      "fetchers"
      "fileset"
      "foldArgs"
      "getLicenseFromSpdxId"
      "getLicenseFromSpdxIdOr"
      "getValue"
      "gvariant"
      "ifEnable"
      "imap"
      "innerClosePropagation"
      "innerModifySumArgs"
      "kernel"
      "lazyGenericClosure"
      "licenses"
      "licensesSpdx"
      "maintainers"
      "maybeAttr"
      "maybeAttrNullable"
      "maybeEnv"
      "mergeAttrBy"
      "mergeAttrByFunc"
      "mergeAttrsByFuncDefaults"
      "mergeAttrsByFuncDefaultsClean"
      "mergeAttrsConcatenateValues"
      "mergeAttrsNoOverride"
      "mergeAttrsWithFunc"
      "misc"
      "modifySumArgs"
      "nixType"
      "nvs"
      "pathIsGitRepo"
      "platforms"
      "repoRevToName"
      "setAttr"
      "setAttrMerge"
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
    sources = [
      "commitIdFromGitRepo"
      "pathIsGitRepo"
      "repoRevToName"
      "shortRev"
      "sourceByGlobs"
      "urlToName"
    ];
    types = [
      "fileset"
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
