# Revisions and names of repositories.
{ lib }:
let
  inherit (builtins)
    filter
    head
    isString
    match
    readFile
    split
    stringLength
    substring
    ;
  inherit (lib.filesystem) pathIsRegularFile;
  inherit (lib.lists) last;
  inherit (lib.strings)
    fileContents
    hasPrefix
    removeSuffix
    splitString
    ;

  from = base: path: if hasPrefix "/" path then path else "${toString base}/${path}";

  # The folders with git's data for a `.git`: in worktrees and submodules that is a file which names its folder, and a
  # worktree's folder shares most of its refs with the one in `commondir`.
  foldersOf =
    dotGit:
    let
      redirect = match "gitdir: (.*)" (fileContents dotGit);
      own = from (dirOf dotGit) (head redirect);
      shared = "${own}/commondir";
    in
    if !pathIsRegularFile dotGit then
      [ (toString dotGit) ]
    else if redirect == null then
      [ ]
    else if pathIsRegularFile shared then
      [
        own
        (from own (removeSuffix "/" (fileContents shared)))
      ]
    else
      [ own ];

  # The commit that a ref in these folders stands for, as `{ value }`, or `{ error }`.
  resolve =
    folders: ref:
    let
      loose = filter pathIsRegularFile (map (folder: "${folder}/${ref}") folders);
      content = fileContents (head loose);
      symbolic = match "ref: (.*)" content;

      packed = "${last folders}/packed-refs";
      packedCommit = line: match "([a-z0-9]+) ${lib.strings.escapeRegex ref}" line;
      packedLines = filter (line: isString line && packedCommit line != null) (
        split "\n" (readFile packed)
      );
    in
    if loose != [ ] then
      if symbolic == null then { value = content; } else resolve folders (head symbolic)
    else if !pathIsRegularFile packed then
      { error = "Not a .git directory: ${last folders}"; }
    else if packedLines == [ ] then
      { error = "Could not find ${ref} in ${packed}"; }
    else
      { value = head (packedCommit (head packedLines)); };

  headOf =
    dotGit:
    let
      folders = foldersOf dotGit;
    in
    if folders == [ ] then
      { error = "File contains no gitdir reference: ${toString dotGit}"; }
    else
      resolve folders "HEAD";
in
rec {
  # The argument is the `.git` of a checkout.
  pathIsGitRepo = path: headOf path ? value;
  # The commit that a Git repository stands at.
  commitIdFromGitRepo =
    path:
    let
      found = headOf path;
    in
    found.value or (throw found.error);

  # A tag where there is one, else the commit.
  revOrTag =
    rev: tag:
    if tag != null then
      tag
    else if rev != null then
      rev
    else
      "HEAD";

  # The last part of an address, without what says that it is an archive or a repository.
  urlToName =
    url:
    let
      strip =
        name:
        let
          stem = match "(.*)\\.(git|tar|zip|gz|tgz|bz|tbz|bz2|tbz2|lzma|txz|xz|zstd)" name;
        in
        if stem == null || stringLength (head stem) == stringLength name then name else strip (head stem);
    in
    strip (baseNameOf (removeSuffix "/" (last (splitString ":" (toString url)))));

  # Seven digits of a hash; of a tag, its version.
  shortRev =
    rev:
    let
      name = baseNameOf (toString rev);
      version = match "([A-Za-z]+[-_. ]?)*(v)?([0-9.]+.*)" name;
    in
    if match "[a-f0-9]+" name != null then
      substring 0 7 name
    else if version != null then
      last version
    else
      name;

  # How fetchers name what they fetch: "source", or with repository, revision and suffix.
  repoRevToName =
    kind:
    let
      full =
        repository: rev: suffix:
        "${urlToName repository}${if rev == null then "" else "-${shortRev rev}"}${
          if suffix == null then "" else "-${suffix}"
        }-source";
    in
    {
      source =
        _repository: _rev: _suffix:
        "source";
      versioned =
        repository: rev: _suffix:
        full repository rev null;
      inherit full;
    }
    .${kind} or (throw "repoRevToName: invalid kind");
}
