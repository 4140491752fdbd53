# The evaluation that is asked about: the project's, that of one of its stacks, or that of the user's modules alone
# (eval-modules.nix).
{
  asked,
  lib,
  pkgs,
  # The user's.
  modules,
  specialArgs,
}:
let
  ownModule = {
    _file = "terrane";
    _module.args.pkgs = lib.mkDefault pkgs;
  };

  withOwn = modules: [ ownModule ] ++ modules;

  root = import ../evaluate.nix {
    inherit lib specialArgs;
    modules = withOwn modules;
  };

  stacks = import ../stacks.nix {
    inherit lib root;
    evaluate =
      modules: more:
      import ../evaluate.nix {
        inherit lib;
        modules = withOwn modules;
        specialArgs = more // specialArgs;
      };
  };

  alone =
    let
      evaluatedWith =
        more:
        lib.evalModules {
          modules = withOwn modules ++ more;
          inherit specialArgs;
        };
    in
    {
      evaluated = evaluatedWith [ ];
      evaluatedWith = module: evaluatedWith [ module ];
      givenUp = [ ];
      emitted = [ ];
    };
in
{
  inherit alone root stacks;

  chosen =
    if asked ? alone then alone else if asked ? stack then stacks.evaluation asked.stack else root;
}
