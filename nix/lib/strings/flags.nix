# Flags of build tools: autoconf, CMake, Meson.
{ lib }:
let
  inherit (builtins) elem isBool isString;
  inherit (lib.strings) toUpper;
  inherit (lib.trivial) boolToString;

  cmakeTypes = [
    "BOOL"
    "FILEPATH"
    "PATH"
    "STRING"
    "INTERNAL"
    "LIST"
  ];

  switch =
    on: off: flag: feature:
    assert isString feature;
    "--${if flag then on else off}-${feature}";
  withValue =
    flagOf: flag: feature: value:
    flagOf flag feature + (if flag then "=${value}" else "");
in
rec {
  enableFeature =
    flag:
    assert isBool flag;
    switch "enable" "disable" flag;
  enableFeatureAs = withValue enableFeature;
  withFeature = switch "with" "without";
  withFeatureAs = withValue withFeature;

  cmakeOptionType =
    type: feature: value:
    assert elem (toUpper type) cmakeTypes;
    assert isString feature;
    assert isString value;
    "-D${feature}:${toUpper type}=${value}";
  cmakeBool =
    feature: flag:
    assert isBool flag;
    cmakeOptionType "BOOL" feature (toUpper (boolToString flag));
  cmakeFeature = cmakeOptionType "STRING";

  mesonOption =
    feature: value:
    assert isString feature;
    assert isString value;
    "-D${feature}=${value}";
  mesonBool =
    feature: flag:
    assert isBool flag;
    mesonOption feature (boolToString flag);
  mesonEnable =
    feature: flag:
    assert isBool flag;
    mesonOption feature (if flag then "enabled" else "disabled");
}
