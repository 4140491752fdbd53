# The command line of the service, as ExecStart= has it.
{
  lib,
  library,
  pkgs,
  name,
  options,
  # Names and places of the unit, and how a word is quoted for systemd.
  report,
  state,
  unit,
  word,
}:
let
  inherit (lib) concatStringsSep optional optionals;

  document = library.terraneConfiguration {
    inherit pkgs;
    inherit (options) modules extraArgs;
  };

  entry =
    if options.source == null then
      [
        "--document"
        (word document)
      ]
    else
      [
        "--file"
        (word options.source)
        "--engine"
        # Systems are built by a real Nix.
        (if options.deploy.enable then "nix" else "embedded")
      ];

  deployment =
    optionals options.deploy.enable (
      [ "--deploy" ]
      ++ optionals (options.source == null) [
        "--manifest"
        (word (if document.deployManifest == null then throw "services.terrane.${name}.deploy: there are no hosts" else document.deployManifest))
      ]
      ++ lib.concatMap (pattern: [
        "--on"
        (word pattern)
      ]) options.deploy.on
    );

  credentialArguments = lib.concatLists (
    lib.mapAttrsToList (
      id: credential:
      [
        "--credential"
        (word id)
      ]
      ++ optionals (credential.fileVariable != null) [
        "--credential-file"
        (word "${credential.fileVariable}=${id}")
      ]
      ++ optionals (credential.valueVariable != null) [
        "--credential-value"
        (word "${credential.valueVariable}=${id}")
      ]
      ++ optionals credential.identity [
        "--credential-identity"
        (word id)
      ]
    ) options.credentials
  );
in
concatStringsSep " " (
  [
    "${options.package}/bin/terrane"
    "provision"
  ]
  ++ entry
  ++ [
    "--name"
    (word name)
    "--workdir"
    state
    "--bin"
    "${options.program}/bin/${options.program.meta.mainProgram or "terraform"}"
    "--report"
    report
    "--allow-destroy-once"
    "${state}/allow-destroy"
  ]
  ++ optionals (options.lockFile != null) [
    "--lock-file"
    (word options.lockFile)
  ]
  ++ optionals (options.metricsFolder != null) [
    "--metrics"
    (word "${options.metricsFolder}/${unit}.prom")
  ]
  ++ optional options.planOnly "--plan-only"
  ++ optional options.allowDestroy "--allow-destroy"
  ++ optional options.replaceTainted "--replace-tainted"
  ++ deployment
  ++ credentialArguments
  ++ map word options.arguments
)
