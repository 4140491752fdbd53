# Every server lets itself be measured. Declaring `servers` once more merges the two submodules, so that this file reaches
# into each server without knowing any by name.
{ lib, ... }:
{
  options.servers = lib.mkOption {
    type = lib.types.attrsOf (
      lib.types.submodule {
        ports = lib.mkAfter [ 9100 ];
      }
    );
  };
}
