# The systems of hosts, evaluated in one go: what each would be built from. `nodes` ties their configurations together,
# lazily, so that hosts that nobody asks about are evaluated only where one that is asked about reads them.
#
# `asked` (src/project/systems.ts): `hosts`, the names of those to evaluate; `inputs`, values that Terraform has by now, by
# host, as trees of the form that `inputs` has; `placeholders`, whether a reference without one stands for itself; `flakes`, references and attribute paths of hosts that are flakes.
{
  hosts,
  lib,
  asked,
}:
let
  inherit (builtins)
    addErrorContext
    elemAt
    genList
    getAttr
    hasAttr
    isAttrs
    isFunction
    isList
    isString
    length
    listToAttrs
    map
    mapAttrs
    unsafeDiscardStringContext
    ;

  late = import ../modules/hosts/late.nix;
  nixpkgs = import ./nixpkgs.nix;

  # Terraform's values where the project has references; everything else as the project has it, with its context.
  fill =
    host: path: value: known:
    if isString value then
      if !(late.isLate value) then
        late.literal value
      else if isAttrs known && known ? __unknown then
        if asked.placeholders then value else throw "the input `${late.showPath path}' of the host `${host}' is known only after the apply"
      else
        known
    else if isAttrs value && !(value ? outPath) then
      mapAttrs (name: member: fill host (path ++ [ name ]) member (below name known)) value
    else if isList value then
      genList (index: fill host (path ++ [ index ]) (elemAt value index) (at index known)) (length value)
    else
      value;

  unknown.__unknown = true;
  below = name: known: if isAttrs known && known ? ${name} then known.${name} else unknown;
  at = index: known: if isList known && index < length known then elemAt known index else unknown;

  inputsOf = name: fill name [ ] hosts.${name}.inputs (asked.inputs.${name} or unknown);

  offered =
    name: host:
    if host.nodes == null then evaluations else listToAttrs (
      map (other: {
        name = other;
        value = evaluations.${other} or (throw "the host `${name}' reads a node `${other}', and there is no such host");
      }) host.nodes
    );

  argumentsOf =
    name: host:
    host.evalArgs
    // {
      terrane = {
        host = name;
        inputs = inputsOf name;
      };
      nodes = offered name host;
    };

  evalConfig =
    host:
    if host.nixpkgs != null then
      import (nixpkgs.folder host.nixpkgs + "/nixos/lib/eval-config.nix")
    else
      import <nixpkgs/nixos/lib/eval-config.nix>;

  fromConfiguration =
    name: host:
    evalConfig host {
      system = host.platform;
      specialArgs = argumentsOf name host;
      modules = [ host.configuration ];
    };

  # A file that is a whole system by itself.
  fromFile =
    name: host:
    let
      file = import (/. + host.configurationFile);
      given = argumentsOf name host;
      wanted = builtins.functionArgs file;
    in
    if isFunction file then file (if wanted == { } then given else builtins.intersectAttrs wanted given) else file;

  fromFlake =
    name: host:
    let
      inherit (asked.flakes.${name}) reference path;
      follow =
        set: steps:
        if steps == [ ] then
          set
        else if isAttrs set && hasAttr (builtins.head steps) set then
          follow (getAttr (builtins.head steps) set) (builtins.tail steps)
        else
          throw "flake '${reference}' does not provide attribute '${builtins.concatStringsSep "." path}'";
      found = follow (builtins.getFlake reference) path;
    in
    if found ? extendModules then found.extendModules { specialArgs = argumentsOf name host; } else found;

  evaluations = mapAttrs (
    name: host:
    (
      if host.closure != null then
        throw "the host `${name}' has a closure and no configuration that could be read"
      else if host.flake != null then
        fromFlake name host
      else if host.hermetic then
        fromFile name host
      else
        fromConfiguration name host
    )
    // {
      inputs = inputsOf name;
    }
  ) hosts;

  toplevelOf =
    evaluation:
    if evaluation ? config.system.build.toplevel then
      evaluation.config.system.build.toplevel
    else if evaluation ? system && isAttrs evaluation.system then
      evaluation.system
    else
      evaluation;

  textOf = text: if text == null || late.isLate text then null else late.literal text;

  isPackage = value: isAttrs value && value.type or null == "derivation";

  systemOf =
    name: host:
    if host.closure != null then
      host.closure
    else
      toplevelOf evaluations.${name};

  # Of something to be built, or built already: what has it, and where it will be.
  buildable =
    value:
    let
      text = value: unsafeDiscardStringContext "${value}";
    in
    if isPackage value then
      {
        derivation = text value.drvPath;
        output = text value.outPath;
      }
    else
      {
        derivation = null;
        output = text value;
      };

  answer =
    name:
    addErrorContext "while evaluating the system of the host `${name}'" (
      let
        system = systemOf name hosts.${name};
      in
      if isPackage system || isString system then
        buildable system // diskoOf name
      else
        throw "what is evaluated for the host `${name}' is no NixOS system"
    );

  # The program that partitions the disks, for nixos-anywhere: disko's module makes it of the configuration.
  diskoOf =
    name:
    if hosts.${name}.bootstrap != "nixos-anywhere" then
      { }
    else
      {
        disko =
          if evaluations.${name} ? config.system.build.diskoScript then
            buildable evaluations.${name}.config.system.build.diskoScript
          else
            throw "the host `${name}' is to be installed by nixos-anywhere, and its configuration has no `system.build.diskoScript': import disko's module and describe the disks";
      };
in
{
  systems = listToAttrs (
    map (name: {
      inherit name;
      value = answer name;
    }) asked.hosts
  );

  # The systems themselves, by name: for whoever builds them together with something else.
  toplevels = mapAttrs systemOf hosts;

  # Literal secrets, of keys and to log in with; they go through a pipe and nowhere else.
  texts = listToAttrs (
    map (name: {
      inherit name;
      value = {
        identity = textOf hosts.${name}.target.identity;
        keys = mapAttrs (_: key: textOf key.text) hosts.${name}.keys;
      };
    }) asked.hosts
  );

  # Where the nixpkgs of hosts lie, fetched where they have to be.
  nixpkgs = listToAttrs (
    map (name: {
      inherit name;
      value = unsafeDiscardStringContext (toString (nixpkgs.folder hosts.${name}.nixpkgs));
    }) asked.hosts
  );

  # Which hosts ask for the others: what the function of a configuration says of its arguments.
  readsNodes = builtins.filter (
    name:
    let
      inherit (hosts.${name}) configurationFile configuration hermetic nodes;
      file = if configurationFile != null && !hermetic then import (/. + configurationFile) else null;
    in
    nodes == null && configuration != null && isFunction file && builtins.functionArgs file ? nodes
  ) asked.hosts;
}
