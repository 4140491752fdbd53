# A NixOps network as a module: https://nixops.readthedocs.io/en/latest/overview.html. Each machine becomes a host, and
# its `deployment.*` that host's options. What machines are made of is left to Terraform.
{
  # The networks, in order: `file`, and `value`, the set that it holds.
  networks,
}:
{ lib, pkgs, ... }:
let
  inherit (builtins)
    attrNames
    concatMap
    concatStringsSep
    elem
    filter
    foldl'
    head
    map
    mapAttrs
    match
    removeAttrs
    replaceStrings
    tail
    ;

  recognise = import ./recognise.nix;

  machinesOf = network: removeAttrs network recognise.reserved;

  machines = foldl' (all: network: all // machinesOf network.value) { } networks;

  # With the file that each is in, for messages.
  placed = file: module: {
    _file = toString file;
    imports = [ module ];
  };

  collect =
    name:
    concatMap (
      { file, value }: if value ? ${name} then [ (placed file value.${name}) ] else [ ]
    ) networks;

  defaults = collect "defaults";

  modulesOf = name: defaults ++ collect name;

  given = name: concatMap ({ value, ... }: if value ? ${name} then [ value.${name} ] else [ ]) networks;

  settings = foldl' (all: network: all // network) { } (given "network");

  nixpkgs =
    if settings ? nixpkgs then
      settings.nixpkgs.path or settings.nixpkgs
    else if given "nixpkgs" != [ ] then
      head (given "nixpkgs")
    else
      null;

  resources = concatMap attrNames (given "resources");

  # What NixOps gives to modules besides NixOS' own arguments.
  argumentsOf = name: {
    inherit name;
    deploymentName = settings.description or "terrane";
    uuid = "terrane";
    resources = throw "the machine `${name}' reads `resources', which terrane leaves to Terraform: see docs/migrate.md, From NixOps";
  };

  # `deployment` alone, of all that a machine says: no nixpkgs is needed for that, and nothing of NixOS is evaluated.
  looked = mapAttrs (
    name: _:
    lib.evalModules {
      modules = [
        ./deployment.nix
        ./surroundings.nix
        {
          _module.check = false;
          _module.args = argumentsOf name // {
            inherit pkgs;
            nodes = looked;
          };
        }
      ]
      ++ modulesOf name;
      specialArgs.modulesPath =
        (if nixpkgs == null then toString <nixpkgs> else toString nixpkgs) + "/nixos/modules";
    }
  ) machines;

  deploymentOf = name: looked.${name}.config.deployment;

  # What NixOps and its plugins have besides, mostly about machines of clouds.
  ofOthers = [
    "autoLuks"
    "autoRaid0"
    "azure"
    "container"
    "digitalOcean"
    "ec2"
    "encryptedLinksTo"
    "gce"
    "hetzner"
    "hetznercloud"
    "libvirtd"
    "none"
    "route53"
    "storeKeysOnMachine"
    "virtualbox"
    "vultr"
  ];

  slipsOf =
    name:
    filter (member: !(elem member ofOthers)) (
      attrNames (
        removeAttrs (deploymentOf name) (attrNames (looked.${name}.options.deployment.type.getSubOptions [ ]))
      )
    );

  # `${` is Terraform's in the texts of hosts.
  escaped = replaceStrings [ "\${" "%{" ] [ "$\${" "%%{" ];

  keyOf = _: key: {
    text = if key.text == null then null else escaped key.text;
    file = key.keyFile;
    command = key.keyCommand;
    inherit (key) group path;
    owner = key.user;
    mode = key.permissions;
  };

  # `-o A=b`, `-oA=b` and `-i file`: what else ssh can be told has options of its own.
  sshOptions =
    words:
    let
      word = head words;
      joined = match "-([oi])(.+)" word;
      option = flag: value: {
        options = if flag == "o" then [ value ] else [ ];
        identities = if flag == "i" then [ value ] else [ ];
        others = [ ];
      };
      other = {
        options = [ ];
        identities = [ ];
        others = [ word ];
      };
      alone = elem word [
        "-o"
        "-i"
      ];
      found =
        if joined != null then
          option (head joined) (lib.last joined)
        else if alone && tail words != [ ] then
          option (lib.removePrefix "-" word) (head (tail words))
        else
          other;
      rest = sshOptions (if alone && tail words != [ ] then tail (tail words) else tail words);
    in
    if words == [ ] then
      {
        options = [ ];
        identities = [ ];
        others = [ ];
      }
    else
      mapAttrs (name: values: values ++ rest.${name}) found;

  hostOf =
    name: _:
    let
      deployment = deploymentOf name;
      ssh = sshOptions deployment.sshOptions;
    in
    {
      target = {
        host = escaped deployment.targetHost;
        port = deployment.targetPort;
        user = deployment.targetUser;
        sudo = deployment.targetUser != "root";
        inherit (ssh) options;
        identityFile = if ssh.identities == [ ] then null else head ssh.identities;
      };
      keys = mapAttrs keyOf deployment.keys;
      ambientNixPath = lib.mkDefault (nixpkgs == null);
      configuration.imports = [
        ./deployment.nix
        {
          networking.hostName = lib.mkOverride 900 name;
          _module.args = argumentsOf name;
        }
      ]
      ++ modulesOf name;
    }
    // lib.optionalAttrs (nixpkgs != null) { inherit nixpkgs; };

  wayOut = "see docs/migrate.md, From NixOps";

  checks =
    name:
    let
      deployment = deploymentOf name;
      inherit (sshOptions deployment.sshOptions) others;
      slips = slipsOf name;
    in
    [
      {
        assertion = slips == [ ];
        message = "the machine `${name}' has deployment.${concatStringsSep ", deployment." slips}, which NixOps does not know.";
      }
      {
        assertion = deployment.targetEnv == "none";
        message = "the machine `${name}' has deployment.targetEnv = \"${deployment.targetEnv}\". terrane deploys to machines that are there (\"none\"); those of a cloud are resources of Terraform, whose addresses hosts refer to: ${wayOut}.";
      }
      {
        assertion = others == [ ];
        message = "the machine `${name}' has `${concatStringsSep " " others}' in deployment.sshOptions, of which only -o and -i are understood: ${wayOut}.";
      }
      {
        assertion =
          deployment.targetUser == "root"
          || head (deployment.privilegeEscalationCommand ++ [ "" ]) == "sudo";
        message = "the machine `${name}' has `${concatStringsSep " " deployment.privilegeEscalationCommand}' in deployment.privilegeEscalationCommand; only sudo is understood: ${wayOut}.";
      }
    ];
in
{
  _file = toString (head networks).file;

  config = {
    nixos.hosts = mapAttrs hostOf machines;

    assertions = concatMap checks (attrNames machines) ++ [
      {
        assertion = resources == [ ];
        message = "the network has resources.${concatStringsSep ", resources." resources}, which are Terraform's in terrane: ${wayOut}.";
      }
    ];

    warnings =
      if nixpkgs == null then
        [
          "the network names no nixpkgs, so its systems are made from what NIX_PATH has here today: pin one with network.nixpkgs = import (fetchTarball { url = \"…\"; sha256 = \"…\"; }) { };"
        ]
      else
        [ ];
  };
}
