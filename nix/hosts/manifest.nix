# The hosts of a project as data: what `terrane.deploy.json` is made of (src/nixos/manifest.ts says what that looks like).
# Nothing of a configuration is evaluated for it, and no secret is in it: a key is described by where it comes from.
{ hosts }:
let
  inherit (builtins)
    attrNames
    head
    isAttrs
    map
    mapAttrs
    match
    unsafeDiscardStringContext
    ;

  late = import ../modules/hosts/late.nix;
  names = import ../modules/hosts/names.nix;
  nixpkgs = import ./nixpkgs.nix;

  plain = text: unsafeDiscardStringContext "${text}";

  # A path in Nix is named, not copied: what it names may be a secret.
  file = path: if path == null then null else unsafeDiscardStringContext (toString path);

  # A value, or where the outputs will have it.
  lateOr =
    output: path: value:
    if late.isLate value then { inherit output path; } else late.literal value;

  # Values that Nix has more of than JSON.
  data =
    value:
    if builtins.isPath value || (isAttrs value && value ? outPath) then
      plain value
    else if builtins.isString value then
      plain value
    else if isAttrs value then
      mapAttrs (_: data) value
    else if builtins.isList value then
      map data value
    else
      value;

  # The resource that an address is of.
  resourceIn =
    text:
    let
      found =
        if text == null then null else match "[^$]*[$][{] *([A-Za-z][A-Za-z0-9_-]*[.][A-Za-z0-9_-]+([[][^]]*[]])?)[.].*" text;
      name = head found;
    in
    if found == null || match "(var|local|module|data|each|path|terraform|self)[.].*" name != null then null else name;

  targetOf =
    name: target:
    let
      output = names.target name;
      value = member: lateOr output [ member ] target.${member};
      identityFile = file target.identityFile;
    in
    {
      host = if target.host == null then null else value "host";
      port = value "port";
      user = value "user";
      inherit (target) sudo;
      jump = value "jump";
      options = value "options";
      hostKeys = value "hostKeys";
      identityFile = if identityFile == null then null else lateOr output [ "identityFile" ] identityFile;
      identity =
        if target.identity == null then
          null
        else if late.isLate target.identity then
          {
            output = names.secrets name;
            path = [ "identity" ];
          }
        else
          "text";
      resource = if target.resource == null then resourceIn target.host else target.resource;
    };

  sourcesOf =
    name: keyName: key:
    (
      if key.text == null then
        [ ]
      else if late.isLate key.text then
        [
          {
            kind = "output";
            output = names.secrets name;
            path = [
              "keys"
              keyName
            ];
          }
        ]
      else
        [ { kind = "text"; } ]
    )
    ++ (
      if key.file == null then
        [ ]
      else
        [
          {
            kind = "file";
            path = file key.file;
          }
        ]
    )
    ++ (
      if key.command == null then
        [ ]
      else
        [
          {
            kind = "command";
            command = map plain key.command;
          }
        ]
    )
    ++ (
      if key.environment == null then
        [ ]
      else
        [
          {
            kind = "environment";
            variable = key.environment;
          }
        ]
    );

  keyOf = name: keyName: key: {
    sources = sourcesOf name keyName key;
    inherit (key)
      path
      owner
      group
      upload
      restart
      reload
      ;
    mode = if builtins.stringLength key.mode == 3 then "0${key.mode}" else key.mode;
  };

  inputsOf =
    name: inputs:
    if late.isLate inputs then
      {
        output = names.inputs name;
        late = map late.showPath (late.latePaths inputs);
      }
    else
      { values = late.literal (data inputs); };

  # Every way that is given, so that whoever reads it can refuse none and several.
  systemsOf =
    host:
    (
      if host.configuration == null then
        [ ]
      else
        [
          {
            kind = "configuration";
            file = file host.configurationFile;
            inherit (host) hermetic;
          }
        ]
    )
    ++ (
      if host.flake == null then
        [ ]
      else
        [
          {
            kind = "flake";
            flake = host.flake;
          }
        ]
    )
    ++ (
      if host.closure == null then
        [ ]
      else
        [
          {
            kind = "closure";
            path = plain host.closure;
          }
        ]
    );

  # Only of hosts that have one.
  bootstrapOf =
    host:
    if host.bootstrap == null then
      { }
    else
      {
        bootstrap = {
          method = host.bootstrap;
          inherit (host.install) arguments timeout user;
        };
      };
in
mapAttrs (name: host: {
  systems = systemsOf host;
  target = targetOf name host.target;
  nixpkgs = nixpkgs.describe host.nixpkgs;
  inputs = inputsOf name host.inputs;
  evalArgs = attrNames host.evalArgs;
  keys = mapAttrs (keyOf name) host.keys;
  health = lateOr (names.target name) [ "health" ] host.health;
  inherit (host)
    action
    after
    ambientNixPath
    build
    buildArgs
    evaluate
    nixPath
    nodes
    platform
    tags
    trigger
    ;
  rollback = { inherit (host.rollback) automatic timeout; };
  generations = { inherit (host.generations) keep; };
}
// bootstrapOf host) hosts
