# What the modules of the catalogue share: names, and options that several of them have.
{ lib }:
let
  inherit (builtins)
    elem
    hasContext
    isString
    match
    stringLength
    substring
    ;
  inherit (lib) mkOption types;

  charactersIn = text: lib.stringToCharacters text;
  replaceBut =
    allowed: text: lib.concatStrings (map (char: if elem char allowed then char else "-") (charactersIn text));

  letters = charactersIn "abcdefghijklmnopqrstuvwxyz";
  digits = charactersIn "0123456789";

  withoutDashes =
    text:
    let
      last = stringLength text - 1;
    in
    if last >= 0 && substring last 1 text == "-" then withoutDashes (substring 0 last text) else text;

  # `[a-z]([-a-z0-9]*[a-z0-9])?`, and no longer than `length`.
  googleNamed =
    length: text:
    let
      plain = replaceBut (letters ++ digits ++ [ "-" ]) (lib.toLower text);
      begun = if match "[a-z].*" plain == null then "x${plain}" else plain;
    in
    withoutDashes (substring 0 length begun);

  # A file that Nix knows (a path, a package) rather than one that will be there when Terraform runs (a text).
  isKnown = file: !(isString file) || hasContext file;

  # Of "/nix/store/<hash>-name", and of what lies below it: it stands for the content, or for all that it is built from.
  storeHash =
    file:
    let
      path = builtins.unsafeDiscardStringContext "${file}";
      found = match "${builtins.storeDir}/([0-9a-z]{32})-.*" path;
    in
    if found == null then
      throw "`${path}' is no path in the Nix store, so that no name can be made of its content"
    else
      builtins.head found;

  # Terraform hashes a file that only it will see. References have no place in an argument of a function, so take them off.
  fileHash = file: lib.tf.call "substr" [ (lib.tf.call "filesha256" [ file ]) 0 16 ];

  hashOf = file: if isKnown file then substring 0 16 (storeHash file) else fileHash file;
in
{
  # The part after "resource.<type>." for an image called `name`.
  labelOf =
    name:
    "nixos_${lib.concatStrings (map (char: if match "[A-Za-z0-9_-]" char == null then "_" else char) (charactersIn name))}";

  # A name that changes with the file, within Google's rules: at most 63 letters, digits and dashes.
  googleName = prefix: file: "${googleNamed 46 prefix}-${hashOf file}";
  googlePlainName = googleNamed 63;

  inherit hashOf;

  # What stands in the document: paths and packages as the text of their store path.
  sourceOf = file: if isString file then file else "${file}";

  architecture = mkOption {
    type = types.enum [
      "x86_64"
      "aarch64"
    ];
    default = "x86_64";
    description = "The processor that the machines have.";
  };

  provider = mkOption {
    type = types.nullOr types.str;
    default = null;
    example = "aws.frankfurt";
    description = "Another configuration of the provider than its default one, as a bare address, which `config.provider.<name> \"<alias>\"` is.";
  };

  image =
    description:
    mkOption {
      type = types.either types.path types.str;
      example = lib.literalExpression "./nixos.img";
      inherit description;
    };

  # A release of NixOS by its number: there is nothing that could be found by another name.
  release =
    let
      isReference = text: isString text && match ".*[$][{].*" text != null;
    in
    types.addCheck types.str (text: isReference text || isString text && match "[0-9][0-9][.][0-9][0-9].*" text != null)
    // {
      description = "release of NixOS, such as \"25.05\"";
    };

  # An expression that other modules read.
  reference =
    description:
    mkOption {
      type = types.str;
      readOnly = true;
      inherit description;
    };

  # A provider that Terraform does not find by its name alone; a project may say otherwise.
  required = name: source: { terraform.required_providers.${name}.source = lib.mkDefault source; };

  onlySet = lib.filterAttrs (_: value: value != null);
}
