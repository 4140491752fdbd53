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
  # `--enable-x` or `--disable-x`.
  enableFeature =
    flag:
    assert isBool flag;
    switch "enable" "disable" flag;
  # `--enable-x=value` or `--disable-x`.
  enableFeatureAs = withValue enableFeature;
  # `--with-x` or `--without-x`.
  withFeature = switch "with" "without";
  # `--with-x=value` or `--without-x`.
  withFeatureAs = withValue withFeature;

  # A CMake option with its type.
  cmakeOptionType =
    type: feature: value:
    assert elem (toUpper type) cmakeTypes;
    assert isString feature;
    assert isString value;
    "-D${feature}:${toUpper type}=${value}";
  # A CMake option that is on or off.
  cmakeBool =
    feature: flag:
    assert isBool flag;
    cmakeOptionType "BOOL" feature (toUpper (boolToString flag));
  # A CMake option that is a string.
  cmakeFeature = cmakeOptionType "STRING";

  # A Meson option.
  mesonOption =
    feature: value:
    assert isString feature;
    assert isString value;
    "-D${feature}=${value}";
  # A Meson option that is true or false.
  mesonBool =
    feature: flag:
    assert isBool flag;
    mesonOption feature (boolToString flag);
  # A Meson option that is enabled or disabled.
  mesonEnable =
    feature: flag:
    assert isBool flag;
    mesonOption feature (if flag then "enabled" else "disabled");
}
