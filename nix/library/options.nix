# options.json of a project's own modules, in the form of nixpkgs' documentation tools and of `terrane options --json`. The
# options that every project has are left out, as terranix leaves out its own.
#
# Only what a `throw` ends can be left out here. Where a default ends in another error, `terrane options` helps, which can
# ask again.
{
  pkgs,
  modules,
  extraArgs,
  moduleRootPath,
  urlPrefix,
  urlSuffix,
}:
let
  inherit (builtins)
    all
    filter
    head
    listToAttrs
    map
    stringLength
    substring
    ;

  lib = pkgs.lib.extend (import ../lib/terrane.nix);

  inherit
    (import ../evaluate.nix {
      inherit lib;
      modules = [
        {
          _file = "terrane";
          _module.args.pkgs = lib.mkDefault pkgs;
        }
      ]
      ++ modules;
      specialArgs = extraArgs;
    })
    evaluated
    ;

  startsWith = prefix: text: substring 0 (stringLength prefix) text == prefix;

  core = toString ../modules;
  isCore = option: all (file: startsWith core file) option.declarations;

  root =
    let
      text = toString moduleRootPath;
    in
    if text == "/" then text else "${text}/";

  declaration =
    position: file:
    let
      path = if startsWith root file then substring (stringLength root) (-1) file else file;
      isPlace = position != null && position.file == file && position.line != null;
      place =
        if isPlace then
          {
            inherit (position) column line;
          }
        else
          { };
    in
    place
    // {
      inherit path;
      name = if isPlace then "${path}:${toString position.line}:${toString position.column}" else path;
    }
    // (if urlPrefix == "" then { } else { url = "${urlPrefix}${path}${urlSuffix}"; });

  positionOf =
    option: file:
    let
      found = filter (position: position.file == file) option.positions;
    in
    if found == [ ] then null else head found;

  value = name: shown: if shown == null || shown.value == null then { } else { ${name} = shown.value; };

  entry = option: {
    inherit (option) name;
    value = {
      declarations = map (file: declaration (positionOf option file) file) option.declarations;
      inherit (option) description loc readOnly;
      type = if option.type == null then "unspecified" else option.type;
    }
    // value "default" option.default
    // value "example" option.example;
  };

  options = listToAttrs (
    map entry (
      filter (option: !(isCore option)) (
        import ../option-docs.nix {
          inherit lib evaluated;
          failed = [ ];
        }
      )
    )
  );
in
pkgs.writeText "options.json" (import ./render.nix options)
