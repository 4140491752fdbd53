# What comes of one configuration of the flake-parts module.
{
  lib,
  library,
  pkgs,
  self,
  terrane,
  name,
  configuration,
}:
let
  inherit (configuration) extraArgs modules workdir;
  inherit (configuration.terraformWrapper)
    extraRuntimeInputs
    package
    prefixText
    suffixText
    ;

  program = package.meta.mainProgram or "terraform";
  folder = lib.escapeShellArg workdir;

  # A state that is part of the flake is in the store already.
  leaked = lib.filter (file: builtins.pathExists "${self}/${workdir}/${file}") [
    "terraform.tfstate"
    "terraform.tfstate.backup"
  ];

  document = library.terraneConfiguration { inherit pkgs modules extraArgs; };

  terraformConfiguration =
    if leaked == [ ] then
      document
    else
      throw "the flake has ${workdir}/${lib.head leaked} in it, and so in the Nix store, which everyone on this machine can read: take it out of git (and what it held out of use), or configure a backend";

  terraformWrapper = pkgs.writeShellApplication {
    name = program;
    runtimeInputs = [ package ] ++ extraRuntimeInputs;
    text = ''
      mkdir -p ${folder}
      cd ${folder}
      ${import ../keep-state.nix terraformConfiguration.config}
      ${prefixText}
      ${program} "$@"
      ${suffixText}
    '';
  };

  byItself =
    command:
    pkgs.writeShellApplication {
      name = command;
      runtimeInputs = [ terraformWrapper ];
      text = ''
        mkdir -p ${folder}
        ln -sf ${terraformConfiguration} ${folder}/config.tf.json
        ${program} init
        ${lib.optionalString (command != "init") "${program} ${command} \"$@\""}
      '';
    };

  # terrane compiles the flake of the folder that it is run in, so that what it says is about the lines there.
  byTerrane =
    command:
    pkgs.writeShellApplication {
      name = command;
      runtimeInputs = [
        terrane
        package
      ]
      ++ extraRuntimeInputs;
      text = ''
        ${prefixText}
        terrane ${command} -f ${lib.escapeShellArg ".#${name}"} --workdir ${folder} --bin ${package}/bin/${program} "$@"
        ${suffixText}
      '';
    };

  scripts = lib.genAttrs [ "apply" "destroy" "init" "plan" ] (if terrane == null then byItself else byTerrane);
in
{
  inherit scripts terraformConfiguration terraformWrapper;

  # `modules` is what `terrane -f .#name` looks for.
  app = scripts.apply.overrideAttrs (old: {
    inherit name;
    passthru =
      (old.passthru or { })
      // scripts
      // {
        config = terraformConfiguration;
        terraform = terraformWrapper;
        terranixConfig = configuration;
        inherit extraArgs modules pkgs;
      };
  });

  devShell = pkgs.mkShell {
    buildInputs = lib.attrValues scripts ++ [ terraformWrapper ] ++ lib.optional (terrane != null) terrane;
  };
}
