# Version strings and their parts.
{ lib }:
let
  inherit (builtins) concatStringsSep elemAt splitVersion;
in
rec {
  inherit (builtins) compareVersions splitVersion;

  # The first part of a version.
  major = version: elemAt (splitVersion version) 0;
  # The second part of a version.
  minor = version: elemAt (splitVersion version) 1;
  # The third part of a version.
  patch = version: elemAt (splitVersion version) 2;
  # The first two parts of a version.
  majorMinor = version: concatStringsSep "." (lib.lists.take 2 (splitVersion version));

  # Exactly `count` numeric parts, filled up with 0; what follows the first "-" stays.
  pad =
    count: version:
    let
      numbers = builtins.head (lib.strings.splitString "-" version);
      suffix = lib.strings.removePrefix numbers version;
      zeros = builtins.genList (_: "0") count;
    in
    concatStringsSep "." (lib.lists.take count (splitVersion numbers ++ zeros)) + suffix;
}
