# The document that terranix' core makes of a configuration. Neither terranix nor nixpkgs' lib is part of this
# repository: both are given as paths.
{
  terranix,
  nixpkgsLib,
  # Absolute path of the configuration.
  entry,
  # Modules of terranix' own that its core leaves out, as a JSON list of paths in its folder `modules`.
  terranixModules ? "[]",
  withNulls ? "false",
}:
let
  pkgs = {
    lib = import (/. + nixpkgsLib);
    writeText = builtins.toFile;
  };
  evaluated = import (/. + terranix + "/core/default.nix") {
    inherit pkgs;
    strip_nulls = withNulls != "true";
    modules =
      map (name: /. + terranix + "/modules/${name}") (builtins.fromJSON terranixModules) ++ [ (/. + entry) ];
  };
in
evaluated.config
