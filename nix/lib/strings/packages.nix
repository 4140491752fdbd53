# Names and versions of packages.
{ lib }:
let
  inherit (builtins)
    compareVersions
    concatStringsSep
    head
    isList
    isString
    match
    parseDrvName
    stringLength
    substring
    unsafeDiscardStringContext
    ;

  longestName = 207;
in
rec {
  # Whether a version is older than another.
  versionOlder = left: right: compareVersions left right == (-1);
  # Whether a version is another or a newer one.
  versionAtLeast = left: right: !versionOlder left right;

  # The name of a package, or in a package's full name.
  getName =
    package:
    if isString package then (parseDrvName package).name else package.pname or (parseDrvName package.name).name;
  # The version of a package, or in a package's full name.
  getVersion =
    package:
    if isString package then
      (parseDrvName package).version
    else
      package.version or (parseDrvName package.name).version;

  # What a URL's last part is called, up to a separator.
  nameFromURL =
    url: separator:
    let
      file = lib.lists.last (lib.strings.splitString "/" url);
      name = head (lib.strings.splitString separator file);
    in
    assert name != file;
    name;

  # Characters that a store path can't hold become "-"; of a name that is too long the end is kept.
  sanitizeDerivationName =
    text:
    let
      plain = unsafeDiscardStringContext text;
      undotted = head (match "\\.*(.*)" plain);
      dashed = concatStringsSep "" (
        map (part: if isList part then "-" else part) (builtins.split "[^[:alnum:]+._?=-]+" undotted)
      );
      cut = substring (lib.trivial.max 0 (stringLength dashed - longestName)) (-1) dashed;
    in
    if stringLength plain <= longestName && match "[[:alnum:]+_?=-][[:alnum:]+._?=-]*" plain != null then
      plain
    else if cut == "" then
      "unknown"
    else
      cut;
}
