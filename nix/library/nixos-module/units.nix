# The units of one infrastructure.
{
  lib,
  library,
  pkgs,
  name,
  options,
}:
let
  inherit (lib) concatStringsSep optional optionalAttrs;

  unit = "terrane-${name}";
  state = "%S/${unit}";
  report = "${state}/report.json";

  # For systemd: quoted, and nothing of it a specifier or a variable.
  word = text: "\"${lib.replaceStrings [ "\\" "\"" "%" "$" "\n" ] [ "\\\\" "\\\"" "%%" "$$" "\\n" ] "${text}"}\"";

  command = import ./command.nix {
    inherit
      lib
      library
      name
      options
      pkgs
      report
      state
      unit
      word
      ;
  };

  identities = builtins.attrNames (lib.filterAttrs (_: credential: credential.identity) options.credentials);

  loadOf = credential: if credential.encrypted then "LoadCredentialEncrypted" else "LoadCredential";

  credentialsBy =
    setting:
    lib.mapAttrsToList (id: credential: "${id}:${credential.path}") (
      lib.filterAttrs (_: credential: loadOf credential == setting) options.credentials
    );

  # In place of a file that is not there, for which systemd would end the service without naming it.
  missing = lib.mapAttrsToList (id: credential: "${id}:terrane-missing:${credential.path}") options.credentials;

  unlessUnconfirmed = pkgs.writeShellScript "unless-unconfirmed" (builtins.readFile ./unless-unconfirmed.sh);

  service = {
    description = "Infrastructure ${name}";
    wantedBy = optional options.applyOn.boot "multi-user.target";
    wants = [ "network-online.target" ];
    after = [ "network-online.target" ];
    path =
      options.path
      ++ lib.optionals options.deploy.enable [
        pkgs.nix
        pkgs.openssh
      ];
    environment = {
      CHECKPOINT_DISABLE = "1";
      HOME = state;
      XDG_CACHE_HOME = "%C/${unit}";
    }
    // options.environment;
    onFailure = options.onFailure ++ optional (options.failureCommand != null) "${unit}-failed.service";
    restartIfChanged = false;
    stopIfChanged = false;
    startLimitBurst = options.retries.count + 1;
    # Long enough for all of them to count together, and each of them may take an hour.
    startLimitIntervalSec = (options.retries.count + 1) * (options.retries.maxDelay + 3600);
    serviceConfig =
      import ./hardening.nix
      // {
        Type = "oneshot";
        # `systemctl status` says which phase it is in: of all, since systemd-notify tells it.
        NotifyAccess = "all";
        # As root (+): what it looks at is for root alone.
        ExecCondition = "+${unlessUnconfirmed} ${unit}.service";
        ExecStart = command;
        User = unit;
        Group = unit;
        StateDirectory = unit;
        StateDirectoryMode = "0700";
        CacheDirectory = unit;
        CacheDirectoryMode = "0700";
        WorkingDirectory = state;
        # terrane hands one interrupt to tofu/terraform, which saves its state and ends; however long that takes.
        KillMode = "mixed";
        KillSignal = "SIGINT";
        TimeoutStartSec = "infinity";
        TimeoutStopSec = "infinity";
        # Of a provider that took too much memory the others need not die.
        OOMPolicy = "continue";
        Restart = if options.retries.count == 0 then "no" else "on-failure";
        RestartSec = options.retries.delay;
        RestartSteps = options.retries.count;
        RestartMaxDelaySec = options.retries.maxDelay;
        # Interrupted by `systemctl stop`.
        SuccessExitStatus = 130;
        # What another try would not change: docs/provisioner.md.
        RestartPreventExitStatus = "3 4 6 64 70";
      }
      // optionalAttrs (options.environmentFiles != [ ]) { EnvironmentFile = options.environmentFiles; }
      // optionalAttrs (options.credentials != { }) {
        LoadCredential = credentialsBy "LoadCredential";
        LoadCredentialEncrypted = credentialsBy "LoadCredentialEncrypted";
        SetCredential = missing;
      }
      // optionalAttrs (options.metricsFolder != null) { ReadWritePaths = [ options.metricsFolder ]; };
  };

  # Starts it when an activation has brought a changed unit. During the boot the service starts by itself, if at all.
  changed = {
    description = "Apply a changed infrastructure ${name}";
    wantedBy = [ "multi-user.target" ];
    restartTriggers = [ command ];
    serviceConfig = {
      Type = "oneshot";
      RemainAfterExit = true;
      ExecStart = "${pkgs.writeShellScript "${unit}-changed" ''
        case "$(systemctl is-system-running)" in initializing | starting) exit 0 ;; esac
        exec systemctl start --no-block ${lib.escapeShellArg "${unit}.service"}
      ''}";
    };
  };

  failed = {
    description = "What to do when infrastructure ${name} has failed";
    environment = {
      TERRANE_NAME = name;
      TERRANE_REPORT = report;
    };
    serviceConfig = {
      Type = "oneshot";
      ExecStart = concatStringsSep " " (map word options.failureCommand);
    };
  };
in
{
  assertions = [
    {
      assertion = builtins.length identities <= 1;
      message = "services.terrane.${name}: more than one credential is the private key for the hosts: ${concatStringsSep ", " identities}";
    }
    {
      assertion = (options.source == null) != (options.modules == [ ]);
      message = "services.terrane.${name}: give either `modules' or `source'";
    }
    {
      assertion = builtins.match "[a-zA-Z0-9_-]+" name != null && builtins.stringLength unit < 32;
      message = "services.terrane.${name}: the name becomes that of a user, ${unit}: at most 23 letters, digits, - and _";
    }
  ];

  services = {
    ${unit} = service;
  }
  // optionalAttrs options.applyOn.change { "${unit}-changed" = changed; }
  // optionalAttrs (options.failureCommand != null) { "${unit}-failed" = failed; };

  timers = optionalAttrs (options.applyOn.timer != null) {
    ${unit} = {
      description = "Apply infrastructure ${name} again";
      wantedBy = [ "timers.target" ];
      timerConfig = {
        OnCalendar = options.applyOn.timer;
        Persistent = true;
        RandomizedDelaySec = "1min";
      };
    };
  };

  users.${unit} = {
    isSystemUser = true;
    group = unit;
    description = "terrane, infrastructure ${name}";
  };

  groups.${unit} = { };
}
