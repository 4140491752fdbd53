# Where the definitions at some paths stand; asked only when a message needs it.
{
  definitions,
  evaluated,
  foreign,
  paths,
  walk,
}:
let
  inherit (builtins) head map tail;

  hosts = map (
    definition: definition // { file = walk.fileName definition.file; }
  ) evaluated.options.nixos.hosts.definitionsWithLocations;
in
map (
  path:
  if head path == "nixos" then
    walk.positions foreign hosts (tail (tail path))
  else
    walk.positions foreign (definitions.indexed (head path)) (tail path)
) paths
