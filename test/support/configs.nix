# What Nix itself merges of many projects, by their requests to nix/runtime.nix.
{ requests, ... }@arguments:
{
  configs = map (
    request:
    (import ../../nix/runtime.nix (removeAttrs arguments [ "requests" ] // { inherit request; })).config
  ) (builtins.fromJSON requests);
}
