# What must hold before a deployment is confirmed. Otherwise the machine goes back to the system before. Terraform
# references are allowed everywhere.
{ lib, ... }:
let
  inherit (lib) mkOption types;

  strings = types.listOf types.str;

  from = mkOption {
    type = types.enum [
      "here"
      "target"
    ];
    default = "here";
    description = "Whether it is looked at from here or on the machine itself.";
  };

  http = types.submodule {
    options = {
      url = mkOption {
        type = types.str;
        example = "https://web.example.org/health";
        description = "What to get.";
      };
      status = mkOption {
        type = types.nullOr types.ints.positive;
        default = null;
        description = "The status of the answer. With null every one below 400 will do.";
      };
      inherit from;
    };
  };

  tcp = types.submodule {
    options = {
      port = mkOption {
        type = types.port;
        description = "The port that takes connections.";
      };
      host = mkOption {
        type = types.nullOr types.str;
        default = null;
        description = "The address, where it is another than the machine's.";
      };
      inherit from;
    };
  };
in
{
  options.health = {
    http = mkOption {
      type = types.listOf http;
      default = [ ];
      example = [ { url = "https://web.example.org/health"; } ];
      description = "Web pages that answer.";
    };
    tcp = mkOption {
      type = types.listOf tcp;
      default = [ ];
      example = [ { port = 5432; } ];
      description = "Ports that take connections.";
    };
    command = mkOption {
      type = types.listOf strings;
      default = [ ];
      example = [
        [
          "systemctl"
          "is-system-running"
        ]
      ];
      description = "Programs with their arguments that succeed on the machine.";
    };
    units = mkOption {
      type = strings;
      default = [ ];
      example = [ "nginx.service" ];
      description = "Units that are active.";
    };
    timeout = mkOption {
      type = types.ints.positive;
      default = 60;
      description = "How many seconds all of it may take to hold.";
    };
  };
}
