# How a machine that is not NixOS yet becomes one. What comes then is an ordinary deployment.
{
  config,
  lib,
  name,
  ...
}:
let
  inherit (lib) mkOption types;

  strings = types.listOf types.str;

  infect = import ./infect.nix;
in
{
  options = {
    bootstrap = mkOption {
      type = types.nullOr (
        types.enum [
          "image"
          "nixos-infect"
          "nixos-anywhere"
        ]
      );
      default = null;
      example = "image";
      description = ''
        How a new machine becomes a NixOS one, for which a deployment then waits: it was made from an image of NixOS
        (`image`); its cloud runs nixos-infect at its first boot (`nixos-infect`: put `userData` where the cloud takes user
        data); or the program nixos-anywhere, which has to be installed here, erases its disks and installs the system over
        ssh (`nixos-anywhere`: the configuration has disko's module). A machine that is NixOS already is left as it is.
        With null it has to be one.
      '';
    };

    install = {
      timeout = mkOption {
        type = types.ints.positive;
        default = 1800;
        description = "How many seconds a deployment waits for the machine to answer and to be NixOS; nixos-anywhere has as many.";
      };

      user = mkOption {
        type = types.nullOr types.str;
        default = null;
        example = "ubuntu";
        description = ''
          With `nixos-anywhere`: whom to log in as while the machine is not NixOS, where that is another than
          `target.user`. Who is not root needs sudo without a password.
        '';
      };

      arguments = mkOption {
        type = strings;
        default = [ ];
        example = [ "--no-disko-deps" ];
        description = "With `nixos-anywhere`: further arguments for it.";
      };

      script = mkOption {
        type = types.submodule {
          options = {
            url = mkOption {
              type = types.str;
              description = "Where it is fetched from.";
            };
            sha256 = mkOption {
              type = types.strMatching "[0-9a-f]{64}";
              description = "Its SHA-256, as `sha256sum` prints it. A script with another one is not run.";
            };
          };
        };
        default = { inherit (infect) url sha256; };
        defaultText = lib.literalExpression "nixos-infect, one commit of it";
        description = "With `nixos-infect`: the script that the machine runs.";
      };

      environment = mkOption {
        type = types.attrsOf types.str;
        default = { };
        example = {
          PROVIDER = "hetznercloud";
        };
        description = ''
          With `nixos-infect`: variables for the script. NIX_CHANNEL and NIX_INSTALL_URL have defaults, the latter a fixed
          version. The channel is what a day has made of it; it is only what the first deployment finds.
        '';
      };
    };

    userData = mkOption {
      type = types.nullOr types.str;
      readOnly = true;
      description = ''
        With `nixos-infect`: the user data (cloud-config) that has the machine become NixOS, otherwise null. Most clouds
        replace a machine whose user data is another, so let Terraform ignore changes of it.
      '';
    };
  };

  config = {
    install.environment = builtins.mapAttrs (_: lib.mkDefault) infect.environment;

    userData = if config.bootstrap == "nixos-infect" then infect.userData name config.install else null;
  };
}
