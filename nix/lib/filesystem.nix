# Files and folders as they are while evaluating.
{ lib }:
let
  inherit (builtins)
    attrNames
    concatMap
    filter
    isString
    match
    pathExists
    readDir
    ;
  inherit (lib.strings) hasSuffix removeSuffix;

  isRoot = path: toString path == "/";
  entryType = path: (readDir (dirOf path)).${baseNameOf path} or null;
in
rec {
  inherit (builtins)
    baseNameOf
    dirOf
    hashFile
    isPath
    readDir
    ;

  # "directory", "regular", "symlink" or "unknown".
  readFileType =
    builtins.readFileType or (
      path:
      if !pathExists path then
        abort "lib.filesystem.pathType: Path ${toString path} does not exist."
      else if isRoot path then
        "directory"
      else
        entryType path
    );
  # What a path is: directory, regular, symlink or unknown.
  pathType = readFileType;
  # Whether a path is an existing directory.
  pathIsDirectory = path: pathExists path && pathType path == "directory";
  # Whether a path is an existing ordinary file.
  pathIsRegularFile = path: pathExists path && pathType path == "regular";

  # All files below the folder, in the order of their names.
  listFilesRecursive =
    folder:
    let
      entries = readDir folder;
      list =
        name:
        if entries.${name} == "directory" then
          listFilesRecursive (folder + "/${name}")
        else
          [ (folder + "/${name}") ];
    in
    concatMap list (attrNames entries);

  # The nearest folder, upwards from `file`, with an entry whose name matches the pattern.
  locateDominatingFile =
    pattern: file:
    let
      search =
        path:
        let
          matches = filter (found: found != null) (map (match pattern) (attrNames (readDir path)));
        in
        if matches != [ ] then
          { inherit path matches; }
        else if isRoot path then
          null
        else
          search (dirOf path);
    in
    search (if isRoot file || entryType file == "directory" then file else dirOf file);

  # A path, or the default.nix in it where it is a directory.
  resolveDefaultNix =
    path:
    if pathIsDirectory path then
      path + "/default.nix"
    else if isString path && hasSuffix "/" path then
      path + "default.nix"
    else
      path;

  # The folders with a Cabal file, by name.
  haskellPathsInDir =
    root:
    lib.attrsets.filterAttrs (name: path: pathExists (path + "/${name}.cabal")) (
      builtins.mapAttrs (name: _: root + "/${name}") (readDir root)
    );

  # A folder with `package.nix` is a package; otherwise its `.nix` files and folders are.
  packagesFromDirectoryRecursive =
    {
      callPackage,
      directory,
      newScope ? throw "lib.packagesFromDirectoryRecursive: newScope wasn't passed in args",
    }@args:
    let
      single = directory + "/package.nix";
      members =
        args:
        lib.attrsets.concatMapAttrs (
          name: type:
          let
            path = directory + "/${name}";
          in
          if type == "directory" then
            { ${name} = packagesFromDirectoryRecursive (args // { directory = path; }); }
          else if type != "regular" then
            throw "lib.filesystem.packagesFromDirectoryRecursive: Unsupported file type ${type} at path ${toString path}\n"
          else if hasSuffix ".nix" name then
            { ${removeSuffix ".nix" name} = args.callPackage path { }; }
          else
            { }
        ) (readDir directory);
    in
    if pathExists single then
      callPackage single { }
    else if args ? newScope then
      lib.attrsets.recurseIntoAttrs (
        lib.customisation.makeScope newScope (
          self: members (args // { inherit (self) callPackage newScope; })
        )
      )
    else
      members args;
}
