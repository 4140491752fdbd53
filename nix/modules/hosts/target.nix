# How a host is reached. Everything here may hold Terraform references.
{ lib, ... }:
let
  inherit (lib) mkOption types;

  strings = types.listOf types.str;
  file = types.either types.path types.str;

  option =
    type: default: description:
    mkOption { inherit type default description; };
in
{
  options.target = {
    host = mkOption {
      type = types.nullOr types.str;
      default = null;
      example = "\${aws_instance.web.public_ip}";
      description = ''
        The address or name: a Terraform reference, or a literal, which needs no Terraform at all.
      '';
    };

    port = option (types.either types.port types.str) 22 "The port of its SSH server.";

    user = option types.str "root" "Whom to log in as.";

    sudo = option types.bool false ''
      Whether `user` is not root and becomes root with sudo, without being asked for a password.
    '';

    jump = mkOption {
      type = strings;
      default = [ ];
      example = [ "admin@bastion.example.org:22" ];
      description = "Hosts to go through, in order.";
    };

    options = mkOption {
      type = strings;
      default = [ ];
      example = [ "ConnectTimeout=5" ];
      description = "Further options of ssh, as `ssh -o` has them.";
    };

    identityFile = mkOption {
      type = types.nullOr file;
      default = null;
      example = "~/.ssh/id_ed25519";
      description = ''
        File with the private key to log in with. A relative path starts at the project's folder. It is never read by Nix.
      '';
    };

    identity = mkOption {
      type = types.nullOr types.str;
      default = null;
      example = "\${tls_private_key.deploy.private_key_openssh}";
      description = ''
        The private key itself, for one that Terraform makes. It is handed to ssh without being written to a disk.
      '';
    };

    hostKeys = mkOption {
      type = strings;
      default = [ ];
      example = [ "ssh-ed25519 AAAA…" ];
      description = ''
        The machine's public keys, where they are known beforehand. Without any, the key of the first connection is
        recorded and shown, and holds from then on.
      '';
    };

    resource = mkOption {
      type = types.nullOr types.str;
      default = null;
      example = "aws_instance.web";
      description = ''
        The resource that is the machine. When a plan replaces it, its recorded host key is forgotten. By default the
        resource that `host` speaks of.
      '';
    };
  };
}
