# User data with which a machine of a cloud becomes NixOS at its first boot, by nixos-infect
# (https://github.com/elitak/nixos-infect). JSON is YAML, so that nothing has to be quoted; the words of `runcmd` are read
# by no shell. https://cloudinit.readthedocs.io/en/latest/reference/modules.html
let
  inherit (builtins)
    attrNames
    filter
    head
    map
    match
    toJSON
    ;

  late = import ./late.nix;

  pinned = import ../nixos-infect.nix;

  path = "/var/lib/terrane-infect";

  # Arguments: URL, SHA-256, then NAME=value for the script.
  program = ''
    #!/bin/sh
    # Fetches a script, looks whether it is the one that is meant, and runs it.
    if [ -e /run/current-system ]; then exit 0; fi
    cd /var/lib || exit 1
    url=$1
    sum=$2
    shift 2
    tries=0
    until curl -fsSL -o nixos-infect "$url" || wget -q -O nixos-infect "$url"; do
      tries=$((tries + 1))
      if [ "$tries" -ge 30 ]; then echo "terrane: $url can not be fetched" >&2; exit 1; fi
      sleep 10
    done
    if ! echo "$sum  nixos-infect" | sha256sum -c -; then
      echo "terrane: $url is not the script that was meant; it is not run" >&2
      exit 1
    fi
    exec env "$@" bash ./nixos-infect
  '';
in
rec {
  inherit (pinned) url sha256;

  environment = {
    NIX_CHANNEL = "nixos-25.11";
    NIX_INSTALL_URL = pinned.installer;
  };

  userData =
    host: install:
    let
      names = attrNames install.environment;
      wrong = filter (name: match "[A-Za-z_][A-Za-z0-9_]*" name == null) names;
      words = [
        install.script.url
        install.script.sha256
      ]
      ++ map (name: "${name}=${install.environment.${name}}") names;
    in
    if wrong != [ ] then
      throw "the host `${host}' has `${head wrong}' in install.environment, which is no name of a variable"
    else if late.isLate words then
      throw "the host `${host}' has a Terraform reference in install.environment or install.script; its user data must be known before"
    else
      ''
        #cloud-config
        ${toJSON {
          write_files = [
            {
              inherit path;
              permissions = "0700";
              content = program;
            }
          ];
          runcmd = [ ([ path ] ++ words) ];
        }}
      '';
}
