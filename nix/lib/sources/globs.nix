# Choosing files by patterns such as "*.md" and "**/*.tf".
{ lib }:
let
  inherit (builtins)
    any
    concatStringsSep
    filter
    head
    isList
    isString
    match
    split
    tail
    ;
  inherit (lib.strings) escapeRegex removePrefix;

  segments = path: filter isString (split "/" path);
  toRegex =
    segment:
    concatStringsSep "" (
      map (part: if isList part then "[^/]*" else escapeRegex part) (split "\\*+" segment)
    );

  # "**" stands for any number of folders. A folder also matches when something below it might.
  matches =
    isFolder: pattern: path:
    if path == [ ] then
      pattern == [ ] || isFolder
    else if pattern == [ ] then
      false
    else if head pattern == "**" then
      tail pattern == [ ] || matches isFolder (tail pattern) path || matches isFolder pattern (tail path)
    else
      match (toRegex (head pattern)) (head path) != null && matches isFolder (tail pattern) (tail path);
in
{
  # The files of a source that fit one of these patterns.
  sourceByGlobs =
    src: patterns:
    let
      root = "${toString src}/";
      patternSegments = map segments patterns;
    in
    lib.sources.cleanSourceWith {
      inherit src;
      filter =
        path: type:
        let
          relative = segments (removePrefix root path);
          isFolder = type == "directory" || type == "symlink";
        in
        any (pattern: matches isFolder pattern relative) patternSegments;
    };
}
