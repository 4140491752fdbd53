# The deploy manifest of hosts whose systems are built along with it: what `terrane provision` deploys without a Nix that
# evaluates. As src/nixos/manifest.ts has it.
{
  # The options of the hosts.
  hosts,
  lib,
  pkgs,
}:
let
  inherit (builtins)
    head
    length
    mapAttrs
    ;

  # The nixpkgs that this system is made of is pinned as well as any.
  pinned = mapAttrs (
    _: host:
    if host.nixpkgs == null && !host.ambientNixPath && host.nixPath == [ ] && pkgs ? path then
      host // { nixpkgs = pkgs.path; }
    else
      host
  ) hosts;

  described = import ../hosts/manifest.nix { inherit hosts; };

  built = import ../hosts/systems.nix {
    hosts = pinned;
    inherit lib;
    asked = {
      hosts = [ ];
      inputs = { };
      placeholders = false;
      flakes = mapAttrs (name: _: wrong name "is an output of a flake" "give what that is: closure = self.nixosConfigurations.${name}.config.system.build.toplevel") hosts;
    };
  };

  wrong =
    name: what: hint:
    throw "the host `${name}' ${what}: ${hint}";

  only =
    name: what: found:
    if length found == 1 then head found else wrong name "has ${if found == [ ] then "no" else "more than one"} ${what}" "give one";

  keyOf =
    name: keyName:
    { sources, ... }@key:
    let
      source = only name "source of the key `${keyName}'" sources;
    in
    removeAttrs key [ "sources" ]
    // {
      source =
        if source.kind == "text" then
          wrong name "has the text of its key `${keyName}' in the configuration, which goes to the store, where everyone can read it" "name a file, a variable, a command, or an output of Terraform"
        else if source.kind == "file" && builtins.match "/nix/store/.*" source.path != null then
          wrong name "has its key `${keyName}' in a file of the store, where everyone can read it" "name it with a text, which Nix does not copy: file = \"/run/secrets/name\""
        else
          source;
    };

  hostOf =
    name:
    { systems, target, ... }@host:
    let
      # A closure keeps its context, so that it is built with the manifest.
      path = if hosts.${name}.closure != null then hosts.${name}.closure else built.toplevels.${name};
    in
    removeAttrs host [ "systems" "evalArgs" ]
    // {
      system = {
        kind = "closure";
        path = builtins.seq (only name "system to run" systems) "${path}";
      };
      target =
        if target.host == null then
          wrong name "has no address" "set target.host"
        else if target.identity == "text" then
          wrong name "has a private key in the configuration, which goes to the store, where everyone can read it" "name a file, with target.identityFile"
        else
          target;
      keys = mapAttrs (keyOf name) host.keys;
      # It is built here and now, and what it was made with is of no use to whoever deploys it.
      build = "local";
      buildArgs = [ ];
      nixpkgs = null;
      inputs.values = { };
    };

  checked =
    name: host:
    if host.trigger == "terraform" then
      wrong name "is deployed by Terraform, which needs the project" "give the project's folder: services.terrane.<name>.source"
    else if host.evaluate == "target" then
      wrong name "evaluates its configuration itself" "leave out `evaluate'"
    else if host.inputs ? output then
      wrong name "has inputs that Terraform computes (${builtins.concatStringsSep ", " host.inputs.late})" "give the project's folder: services.terrane.<name>.source"
    else
      hostOf name host;
in
pkgs.writeText "terrane.deploy.json" (
  builtins.toJSON {
    version = 1;
    hosts = mapAttrs checked described;
  }
)
