# Projects of several roots, each with a state of its own. What is declared here is read by the command (nix/stacks.nix);
# nothing of it is in a document.
{ lib, ... }:
let
  inherit (lib) mkOption types;

  output = types.submodule {
    options = {
      type = mkOption {
        type = types.nullOr types.str;
        default = null;
        example = "list(string)";
        description = ''
          What the output's value must be, as Terraform's variables say it: `string`, `number`, `bool`, `list(string)`,
          `map(number)`, `object({ id = string })`. A value that Nix knows is checked when the stack is compiled, any other
          once it is applied.
        '';
      };
      description = mkOption {
        type = types.nullOr types.str;
        default = null;
        description = "What it is, for readers of the project.";
      };
    };
  };

  stack = types.submodule {
    options = {
      modules = mkOption {
        type = types.listOf types.raw;
        example = lib.literalExpression "[ ./network.nix ]";
        description = ''
          The modules of the stack: what an `infra.nix` would be for a project of one root. They are evaluated on their
          own; besides `config`, `lib` and `pkgs` they can ask for `stacks`, where `stacks.<name>.outputs.<output>` is the
          expression for an output of another stack.
        '';
      };
      after = mkOption {
        type = types.listOf types.str;
        default = [ ];
        example = [ "network" ];
        description = ''
          Stacks that are applied before this one, and destroyed after it. Those whose outputs it reads need not be named.
        '';
      };
      workFolder = mkOption {
        type = types.nullOr types.str;
        default = null;
        example = "live/network";
        description = ''
          The stack's work folder, relative to the project's and inside of it. With null it is `stacks/<name>`.
        '';
      };
      outputs = mkOption {
        type = types.attrsOf output;
        default = { };
        example = {
          subnet_ids.type = "list(string)";
        };
        description = ''
          What is promised of the stack's outputs. Each must be an `output` of its modules; an output that is not named here
          can be read by other stacks all the same, whatever it is.
        '';
      };
    };
  };
in
{
  options.terrane.stacks = mkOption {
    type = types.attrsOf stack;
    default = { };
    description = ''
      The roots that the project consists of, by name: each has its own document, work folder and state. A project with
      stacks has no resources beside them.
    '';
  };
}
