# Scripts, apps and a shell for one document: tofu or terraform itself, in the folder that one stands in.
{
  pkgs,
  terraformConfiguration,
  terraformWrapper,
  prefixText,
}:
let
  program = terraformWrapper.meta.mainProgram or "terraform";

  script =
    name:
    pkgs.writeShellApplication {
      inherit name;
      runtimeInputs = [ terraformWrapper ];
      text = ''
        ${import ./keep-state.nix (terraformConfiguration.config or { })}
        ${prefixText}
        ln -sf ${terraformConfiguration} config.tf.json
        ${program} init
        ${program} ${name} "$@"
      '';
    };

  scripts = {
    apply = script "apply";
    destroy = script "destroy";
    plan = script "plan";
  };

  apps = builtins.mapAttrs (name: script: {
    type = "app";
    program = "${script}/bin/${name}";
  }) scripts;
in
{
  inherit scripts;

  apps = apps // {
    default = apps.apply;
  };

  devShells.default = pkgs.mkShell {
    buildInputs = builtins.attrValues scripts ++ [ terraformWrapper ];
  };
}
