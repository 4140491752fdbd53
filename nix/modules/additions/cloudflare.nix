# The Cloudflare provider, switched on with one option. Its credentials are Terraform variables unless they are given.
{ config, lib, ... }:
let
  inherit (lib) mkIf mkOption types;

  cfg = config.cloudflare;
  emailFromVariable = "\${ var.cloudflare_email }";
  tokenFromVariable = "\${ var.cloudflare_token }";

  optional =
    type: description:
    mkOption {
      type = types.nullOr type;
      default = null;
      inherit description;
    };
in
{
  options.cloudflare = {
    enable = lib.mkEnableOption "the Cloudflare provider";

    provider = mkOption {
      type = types.submodule {
        options = {
          email = mkOption {
            type = types.str;
            default = emailFromVariable;
            description = "Address of the account. By default the Terraform variable `cloudflare_email`.";
          };
          token = mkOption {
            type = types.str;
            default = tokenFromVariable;
            description = "Token for Cloudflare's API. By default the Terraform variable `cloudflare_token`.";
          };
          rps = optional types.int "Most requests to send in a second.";
          retries = optional types.str "How often to try again after a failed request.";
          min_backoff = optional types.int "Shortest pause after a failed request, in seconds.";
          max_backoff = optional types.int "Longest pause after a failed request, in seconds.";
          api_client_logging = optional types.bool "Whether the client logs its requests.";
          org_id = optional types.str "The organisation to act for, where that is not the account itself.";
          use_org_from_zone = optional types.str ''
            A zone whose organisation to act for, found by the zone's name. `org_id` goes before it.
          '';
        };
      };
      default = {
        email = emailFromVariable;
        token = tokenFromVariable;
      };
      description = "Settings of the provider.";
    };
  };

  config = mkIf cfg.enable {
    provider.cloudflare = cfg.provider;
    variable = lib.mkMerge [
      (mkIf (cfg.provider.email == emailFromVariable) {
        cloudflare_email.description = "Address of the Cloudflare account.";
      })
      (mkIf (cfg.provider.token == tokenFromVariable) {
        cloudflare_token.description = "Token for Cloudflare's API.";
      })
    ];
  };
}
