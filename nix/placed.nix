# Modules that are no files are written in some file all the same: messages name it, and it is searched for places.
# `fallback`: the file of those of which Nix doesn't know.
{ fallback }:
let
  inherit (builtins)
    attrNames
    functionArgs
    head
    isAttrs
    isFunction
    unsafeGetAttrPos
    ;

  fileOf =
    module:
    let
      named = if isFunction module then functionArgs module else module;
      names = if isAttrs named then attrNames named else [ ];
      position = if names == [ ] then null else unsafeGetAttrPos (head names) named;
    in
    if position == null then fallback else position.file;
in
module:
if isFunction module || (isAttrs module && !(module ? outPath || module ? _file || module ? key)) then
  {
    _file = fileOf module;
    imports = [ module ];
  }
else
  module
