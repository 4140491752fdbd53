# The module that every evaluation has: the `_module` options, with which modules steer their own evaluation.
{ lib }:
let
  inherit (lib.options) mkOption;
  inherit (lib.types)
    bool
    lazyAttrsOf
    nullOr
    optionType
    raw
    ;

  args = {
    type = lazyAttrsOf raw;
    description = ''
      Arguments for module functions, besides `config`, `options`, `lib`, `specialArgs` and the members of
      `specialArgs`, which can't be replaced here.

      They depend on the configuration and so aren't available in `imports`; arguments that are needed there
      have to be given as `specialArgs`. Submodules don't take over the arguments of the modules around them,
      but have `name`, the name of the member that they are the value of.
    '';
  };

  options = {
    check = mkOption {
      type = bool;
      default = true;
      internal = true;
      description = "Whether a definition without a declared option is an error.";
    };
    freeformType = mkOption {
      type = nullOr optionType;
      default = null;
      internal = true;
      description = ''
        The type that merges all definitions without a declared option. The result is added to `config`.
        With `null` there can be no such definitions, unless `_module.check` is off.
      '';
    };
    specialArgs = mkOption {
      readOnly = true;
      internal = true;
      description = "The arguments given from outside the modules, which can be used in `imports` too.";
    };
  };

  # Known by its key in nixpkgs too, where the graph leaves it out in the same way.
  internalKey = "lib/modules.nix";
in
{
  inherit internalKey;

  internalModule =
    {
      prefix,
      specialArgs,
      extendModules,
      moduleType,
    }:
    {
      _file = internalKey;
      key = internalKey;
      options._module = options // {
        # Documentation shows the arguments once, not for each submodule.
        args = mkOption (if prefix == [ ] then args else args // { internal = true; });
      };
      config._module = {
        args = { inherit extendModules moduleType; };
        inherit specialArgs;
      };
    };
}
