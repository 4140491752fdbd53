# `config.result` of a module in fixtures/nix-modules, under the core modules and a lib's own evalModules.
{ libPath, module }:
let
  lib = import (/. + libPath);
in
(import ../../nix/evaluate.nix {
  inherit lib;
  modules = [ (/. + module) ];
}).evaluated.config.result
