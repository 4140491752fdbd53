# Folders as sources, copied to the store without what doesn't belong there.
{ lib }:
let
  inherit (builtins)
    any
    elem
    match
    ;
  inherit (lib.strings) hasPrefix hasSuffix removePrefix;

  versionControlFolders = [
    ".git"
    ".hg"
    ".jj"
    ".pijul"
    ".svn"
    "CVS"
    "_darcs"
  ];

  # A source is a path, or a path that was filtered before.
  partsOf =
    source:
    if source ? _isLibCleanSourceWith then
      { inherit (source) filter name origSrc; }
    else
      {
        origSrc = source;
        filter = _path: _type: true;
        name = "source";
      };
  toSource =
    { filter, name, origSrc }:
    {
      _isLibCleanSourceWith = true;
      inherit filter name origSrc;
      outPath = builtins.path {
        path = origSrc;
        inherit filter name;
      };
    };
in
rec {
  inherit (builtins) filterSource;

  # Leaves out version control, editors' backup and swap files, object files and links to build results.
  cleanSourceFilter =
    path: type:
    let
      name = baseNameOf path;
      isVersionControl = name == ".git" || (type == "directory" && elem name versionControlFolders);
      isEditorFile = hasSuffix "~" name || match "\\.sw[a-z]" name != null || match "\\..*\\.sw[a-z]" name != null;
      isObject = hasSuffix ".o" name || hasSuffix ".so" name;
      isBuildResult = type == "symlink" && hasPrefix "result" name;
    in
    !(isVersionControl || isEditorFile || isObject || isBuildResult || type == "unknown");

  # A source without what version control and editors leave behind.
  cleanSource =
    src:
    cleanSourceWith {
      inherit src;
      filter = cleanSourceFilter;
    };

  # Filters add up: what an earlier one left out stays out.
  cleanSourceWith =
    {
      src,
      filter ? _path: _type: true,
      name ? null,
    }:
    let
      parts = partsOf src;
    in
    toSource {
      inherit (parts) origSrc;
      filter = path: type: filter path type && parts.filter path type;
      name = if name == null then parts.name else name;
    };

  # The files of a source that one of these regular expressions matches.
  sourceByRegex =
    src: patterns:
    let
      root = "${toString (partsOf src).origSrc}/";
    in
    cleanSourceWith {
      inherit src;
      filter = path: _type: any (pattern: match pattern (removePrefix root (toString path)) != null) patterns;
    };

  # The files of a source that end so.
  sourceFilesBySuffices =
    src: suffixes:
    cleanSourceWith {
      inherit src;
      filter = path: type: type == "directory" || any (suffix: hasSuffix suffix (baseNameOf path)) suffixes;
    };

  # A source that traces which files it is asked for.
  trace =
    src:
    let
      parts = partsOf src;
      traced =
        path: type:
        let
          kept = parts.filter path type;
        in
        builtins.trace "${parts.name}.filter ${path} = ${lib.trivial.boolToString kept}" kept;
    in
    toSource (parts // { filter = traced; })
    // {
      satisfiesSubpathInvariant = src.satisfiesSubpathInvariant or false;
    };

  # Whether a string refers to the store.
  pathHasContext = builtins.hasContext;
  # Whether a source can be filtered: it is not in the store yet, or is filtered already.
  canCleanSource = src: src ? _isLibCleanSourceWith || !pathHasContext (toString src);
}
