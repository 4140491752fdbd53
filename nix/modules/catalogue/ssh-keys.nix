# SSH keys that Terraform makes: the private half in a file that its owner alone can read, the public one at the clouds.
{ config, lib, ... }:
let
  inherit (lib) mkOption types;

  keys = config.sshKeys;

  # By cloud: the resource that has a public key, its arguments, and what machines name it by.
  registries = {
    aws = {
      type = "aws_key_pair";
      name = "key_name";
      attribute = "key_name";
    };
    digitalocean = {
      type = "digitalocean_ssh_key";
      name = "name";
      attribute = "fingerprint";
      source = "digitalocean/digitalocean";
    };
    hcloud = {
      type = "hcloud_ssh_key";
      name = "name";
      attribute = "id";
      source = "hetznercloud/hcloud";
    };
  };

  key =
    { name, config, ... }:
    let
      made = attribute: "\${tls_private_key.${name}.${attribute}}";
    in
    {
      options = {
        algorithm = mkOption {
          type = types.enum [
            "ED25519"
            "RSA"
            "ECDSA"
          ];
          default = "ED25519";
          description = "The kind of key.";
        };
        rsaBits = mkOption {
          type = types.ints.positive;
          default = 4096;
          description = "How long a key of the kind RSA is.";
        };
        file = mkOption {
          type = types.nullOr types.str;
          default = "\${path.module}/${name}.key";
          defaultText = lib.literalMD "`<name>.key` in the work folder";
          description = ''
            The file that gets the private key, with the permissions 0600; null for none. Keep it out of your repository, and
            the state as well: Terraform has the key in there in plain text.
          '';
        };
        register = mkOption {
          type = types.listOf (types.enum (builtins.attrNames registries));
          default = [ ];
          example = [ "hcloud" ];
          description = "The clouds that get the public key, to put it on new machines. `names` then has what to call it there.";
        };

        publicKey = mkOption {
          type = types.str;
          readOnly = true;
          description = "The public key, as a line of `authorized_keys` without line break.";
        };
        privateKey = mkOption {
          type = types.str;
          readOnly = true;
          description = "The private key, in OpenSSH's form: for `nixos.hosts.<name>.target.identity`.";
        };
        identityFile = mkOption {
          type = types.nullOr types.str;
          readOnly = true;
          description = "The file, once it is written: for `nixos.hosts.<name>.target.identityFile`.";
        };
        names = mkOption {
          type = types.attrsOf types.str;
          readOnly = true;
          description = ''
            By cloud, what its machines name the key by: `names.aws` for `aws_instance.….key_name`, `names.hcloud` and
            `names.digitalocean` as members of `ssh_keys`.
          '';
        };
      };

      config = {
        publicKey = "\${trimspace(tls_private_key.${name}.public_key_openssh)}";
        privateKey = made "private_key_openssh";
        # The work folder need not be the folder that relative paths of a project start at.
        identityFile = if config.file == null then null else "\${abspath(local_sensitive_file.${name}.filename)}";
        names = lib.genAttrs config.register (
          cloud: "\${${registries.${cloud}.type}.${name}.${registries.${cloud}.attribute}}"
        );
      };
    };

  tlsKey =
    key:
    {
      inherit (key) algorithm;
    }
    // (if key.algorithm == "RSA" then { rsa_bits = key.rsaBits; } else { })
    // (if key.algorithm == "ECDSA" then { ecdsa_curve = "P384"; } else { });

  written = lib.filterAttrs (_: key: key.file != null) keys;

  # The condition stands as far inside as it can: a key that is wrong then hides no other error.
  registeredAt =
    cloud:
    let
      registry = registries.${cloud};
      those = lib.filterAttrs (_: key: builtins.elem cloud key.register) keys;
      whenAny = lib.mkIf (those != { });
    in
    {
      resource = whenAny {
        ${registry.type} = lib.mapAttrs (name: key: {
          ${registry.name} = name;
          public_key = key.publicKey;
        }) those;
      };
    }
    // lib.optionalAttrs (registry ? source) {
      terraform = whenAny { required_providers.${cloud}.source = lib.mkDefault registry.source; };
    };
in
{
  options.sshKeys = mkOption {
    type = types.attrsOf (types.submodule key);
    default = { };
    example = {
      deploy.register = [ "hcloud" ];
    };
    description = "SSH keys that Terraform makes, by name.";
  };

  config = lib.mkIf (keys != { }) (
    lib.mkMerge (
      [
        {
          resource.tls_private_key = lib.mapAttrs (_: tlsKey) keys;
        }
        {
          resource = lib.mkIf (written != { }) {
            local_sensitive_file = lib.mapAttrs (name: key: {
              filename = key.file;
              content = key.privateKey;
              file_permission = "0600";
              directory_permission = "0700";
            }) written;
          };
        }
      ]
      ++ map registeredAt (builtins.attrNames registries)
    )
  );
}
