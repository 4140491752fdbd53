# A machine of another Linux, made into NixOS when it first boots: a cloud's user data that runs nixos-infect. The script is
# taken at one commit, by its checksum. `provider` is what nixos-infect calls the cloud.
{ lib, provider }:
let
  inherit (lib) mkOption types;

  pinned = import ../nixos-infect.nix;

  text =
    default: description:
    mkOption {
      type = types.str;
      inherit default description;
    };
in
{
  options = {
    enable = mkOption {
      type = types.bool;
      default = true;
      description = "Whether the machine is made into NixOS when it first boots.";
    };
    release = mkOption {
      type = types.str;
      example = "25.05";
      description = "The release of NixOS that it then runs. The first deployment brings the system proper.";
    };
    revision = text pinned.revision "The commit of nixos-infect.";
    sha256 = text pinned.sha256 ''
      The SHA-256 of the script at that commit, as `sha256sum` prints it. What is another one is not run.
    '';
    nixInstaller = text pinned.installer ''
      The installer of Nix that the script runs, of a certain version.
    '';
    configuration = mkOption {
      type = types.nullOr types.lines;
      default = null;
      example = "{ services.openssh.ports = [ 2222 ]; }";
      description = "A NixOS module, as text, that the machine's first system has. No secret: the cloud shows user data to whoever can log in.";
    };
  };

  # Nothing in here has braces after a dollar: Terraform would take it for its own. The configuration may have references.
  userData =
    infect:
    let
      url = pinned.urlAt infect.revision;
      withConfiguration = infect.configuration != null;
    in
    lib.concatStringsSep "\n" (
      [
        "#!/bin/sh"
        "set -eu"
        "exec >/var/log/nixos-infect.log 2>&1"
        "if [ -e /run/current-system ]; then exit 0; fi"
      ]
      ++ lib.optionals withConfiguration [
        "mkdir -p /etc/nixos"
        "cat > /etc/nixos/host.nix <<'END-OF-HOST'"
        (lib.removeSuffix "\n" infect.configuration)
        "END-OF-HOST"
      ]
      ++ [
        "script=/var/lib/nixos-infect"
        "if command -v curl >/dev/null"
        "then curl -fsSL --retry 10 -o $script ${url}"
        "else wget -q --tries 10 -O $script ${url}"
        "fi"
        "echo '${infect.sha256}  '$script | sha256sum -c -"
        "export PROVIDER=${provider} NIX_CHANNEL=nixos-${infect.release} NIX_INSTALL_URL=${infect.nixInstaller}${
          if withConfiguration then " NIXOS_IMPORT=./host.nix" else ""
        }"
        "exec bash -x $script"
        ""
      ]
    );
}
