# The options of services.terrane.<name>.
{ pkgs, package }:
{ lib, name, ... }:
let
  inherit (lib) mkOption types;

  seconds = types.ints.positive;

  flag =
    default: description:
    mkOption {
      type = types.bool;
      inherit default description;
    };

  credential = {
    options = {
      path = mkOption {
        type = types.str;
        example = "/run/secrets/aws";
        description = ''
          The file with the secret. systemd reads it as root and hands a copy to the service alone, so that it may lie
          where the service's user can't look.
        '';
      };
      encrypted = flag false "Whether the file was made by `systemd-creds encrypt`.";
      fileVariable = mkOption {
        type = types.nullOr types.str;
        default = null;
        example = "AWS_SHARED_CREDENTIALS_FILE";
        description = "An environment variable of the providers that gets the path of the copy.";
      };
      valueVariable = mkOption {
        type = types.nullOr types.str;
        default = null;
        example = "HCLOUD_TOKEN";
        description = "An environment variable of the providers that gets the content, without the newline at its end.";
      };
      identity = flag false "Whether it is the private key to log in with on hosts that name none.";
    };
  };
in
{
  options = {
    enable = flag true "Whether this infrastructure is kept.";

    modules = mkOption {
      type = types.listOf types.deferredModule;
      default = [ ];
      example = lib.literalExpression "[ ./infra.nix ]";
      description = "The modules, evaluated together with the system.";
    };

    extraArgs = mkOption {
      type = types.attrsOf types.anything;
      default = { };
      description = "Further arguments for the modules.";
    };

    source = mkOption {
      type = types.nullOr (types.either types.path types.str);
      default = null;
      example = "/srv/infra";
      description = "In place of `modules`: a file or folder of this machine, compiled each time by the embedded evaluator.";
    };

    package = mkOption {
      type = types.package;
      default = package;
      defaultText = lib.literalExpression "terrane.packages.\${system}.default";
      description = "The terrane to run.";
    };

    program = mkOption {
      type = types.package;
      default = pkgs.opentofu;
      defaultText = lib.literalExpression "pkgs.opentofu";
      example = lib.literalExpression "pkgs.opentofu.withPlugins (plugins: [ plugins.aws ])";
      description = ''
        The tofu or terraform to run. With plugins nothing is downloaded.
      '';
    };

    path = mkOption {
      type = types.listOf types.package;
      default = [ ];
      example = lib.literalExpression "[ pkgs.git ]";
      description = "Further programs on the service's PATH: git for modules that it clones, those of `local-exec`.";
    };

    lockFile = mkOption {
      type = types.nullOr types.path;
      default = null;
      example = lib.literalExpression "./.terraform.lock.hcl";
      description = "The providers' versions and checksums, as committed. Without it the first run records its own.";
    };

    applyOn = {
      boot = flag true "Whether it is applied when the machine starts.";
      change = flag true ''
        Whether it is applied when the system was switched to one that says otherwise: after `nixos-rebuild switch`, or
        when a deployment by terrane was confirmed.
      '';
      timer = mkOption {
        type = types.nullOr types.str;
        default = null;
        example = "hourly";
        description = "When it is applied again to undo what was changed by others, as systemd's OnCalendar.";
      };
    };

    deploy = {
      enable = flag false ''
        Whether the NixOS hosts of the infrastructure are deployed too, after each apply. With `modules`, their systems are
        evaluated and built together with this one; with `source`, at run time, by Nix.
      '';
      on = mkOption {
        type = types.listOf types.str;
        default = [ ];
        example = [ "tag:production" ];
        description = "Which of them: names, patterns, tags. All without one.";
      };
    };

    planOnly = flag false "Whether nothing is applied: the report alone is written.";

    allowDestroy = flag false ''
      Whether a run may delete or replace what is there. Without it such a plan is refused: a machine that boots an old
      generation would make the cloud old as well.
    '';

    replaceTainted = flag false ''
      Whether a run may make anew what a failed run has left half-made (or what somebody marked with `taint`). Without it
      such a plan is refused as well.
    '';

    credentials = mkOption {
      type = types.attrsOf (types.submodule credential);
      default = { };
      example = {
        aws = {
          path = "/run/secrets/aws";
          fileVariable = "AWS_SHARED_CREDENTIALS_FILE";
        };
      };
      description = "Secrets of the providers.";
    };

    environment = mkOption {
      type = types.attrsOf types.str;
      default = { };
      example = {
        AWS_REGION = "eu-central-1";
      };
      description = "Environment variables. The store has them: nothing secret.";
    };

    environmentFiles = mkOption {
      type = types.listOf types.str;
      default = [ ];
      example = [ "/run/secrets/infra.env" ];
      description = "Files with environment variables, one `NAME=value` a line.";
    };

    arguments = mkOption {
      type = types.listOf types.str;
      default = [ ];
      example = [ "--parallelism=2" ];
      description = "Further arguments of `terrane provision`.";
    };

    retries = {
      count = mkOption {
        type = types.ints.unsigned;
        default = 5;
        description = "How often a failed run is tried again. What no second try would change (docs/provisioner.md) is not.";
      };
      delay = mkOption {
        type = seconds;
        default = 15;
        description = "Seconds before the first retry.";
      };
      maxDelay = mkOption {
        type = seconds;
        default = 600;
        description = "Seconds before the last ones. systemd before 254 always waits `delay`.";
      };
    };

    onFailure = mkOption {
      type = types.listOf types.str;
      default = [ ];
      example = [ "notify-admin.service" ];
      description = "Units to start when it has failed for good.";
    };

    failureCommand = mkOption {
      type = types.nullOr (types.listOf types.str);
      default = null;
      example = lib.literalExpression ''[ "''${pkgs.mailutils}/bin/mail" "-s" "infra failed" "root" ]'';
      description = "A program to run then, and its arguments. TERRANE_NAME and TERRANE_REPORT are in its environment.";
    };

    metricsFolder = mkOption {
      type = types.nullOr types.str;
      default = null;
      example = "/var/lib/node-exporter";
      description = "Where `terrane-${name}.prom` is written, for the textfile collector of Prometheus' node exporter.";
    };
  };
}
