# The nixpkgs of a host: what it is, which revision, and where it lies. Saying which fetches nothing.
let
  inherit (builtins)
    head
    isAttrs
    isPath
    isString
    match
    pathExists
    readFile
    replaceStrings
    ;

  trimmed = replaceStrings [ "\n" ] [ "" ];

  isTarball = given: isAttrs given && given ? url;
  isFolder = given: isPath given || isString given;

  revisionIn =
    url:
    let
      found = match ".*[^0-9a-f]([0-9a-f]{40})[^0-9a-f].*" "/${url}/";
    in
    if found == null then null else head found;

  # What a release or a checkout says of itself.
  revisionOf =
    folder:
    if pathExists (folder + "/.git-revision") then
      trimmed (readFile (folder + "/.git-revision"))
    else if pathExists (folder + "/.git/HEAD") then
      let
        content = trimmed (readFile (folder + "/.git/HEAD"));
        reference = match "ref: (.*)" content;
      in
      if reference == null then
        content
      else if pathExists (folder + "/.git/${head reference}") then
        trimmed (readFile (folder + "/.git/${head reference}"))
      else
        null
    else
      null;

  asPath = folder: if isPath folder then folder else /. + folder;
in
{
  # `kind` is null for what can't be a nixpkgs.
  describe =
    given:
    if given == null then
      null
    else if isTarball given then
      {
        kind = if given ? sha256 then "tarball" else "unpinned";
        revision = revisionIn given.url;
        inherit (given) url;
        sha256 = given.sha256 or null;
      }
    else if isAttrs given && given ? outPath then
      {
        kind = "flake";
        revision = given.rev or (revisionOf given.outPath);
      }
    else if isFolder given then
      {
        kind = if pathExists (asPath given + "/nixos/lib/eval-config.nix") then "folder" else "missing";
        revision = revisionOf (asPath given);
        path = toString given;
      }
    else
      {
        kind = "unknown";
        revision = null;
      };

  # The folder; fetched where it has to be.
  folder =
    given:
    if isTarball given then
      builtins.fetchTarball { inherit (given) url sha256; }
    else if isFolder given then
      asPath given
    else
      given;
}
