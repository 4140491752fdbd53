# Text in other formats from Nix values.
{ lib }:
let
  pretty = import ./pretty.nix { inherit lib; };
  ini = import ./ini.nix { inherit lib; };
  formats = import ./formats.nix { inherit lib; };
  lua = import ./lua.nix { inherit lib; };
  plist = import ./plist.nix { inherit lib; };
in
{
  inherit (pretty) toPretty withRecursion;
  inherit (ini)
    mkKeyValueDefault
    mkValueStringDefault
    toGitINI
    toINI
    toINIWithGlobalSection
    toKeyValue
    ;
  inherit (formats) toDhall toJSON toYAML;
  inherit (lua) mkLuaInline toLua;
  inherit (plist) toPlist;
}
