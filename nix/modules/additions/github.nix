# The GitHub provider, switched on with one option. Its token is a Terraform variable unless it is given.
{ config, lib, ... }:
let
  inherit (lib) mkIf mkOption types;

  cfg = config.github;
  tokenFromVariable = "\${ var.github_api_token }";
in
{
  options.github = {
    enable = lib.mkEnableOption "the GitHub provider";

    provider = mkOption {
      type = types.submodule {
        options.token = mkOption {
          type = types.str;
          default = tokenFromVariable;
          description = "Token for GitHub's API. By default the Terraform variable `github_api_token`.";
        };
      };
      default = {
        token = tokenFromVariable;
      };
      description = "Settings of the provider.";
    };
  };

  config = mkIf cfg.enable {
    provider.github = cfg.provider;
    variable = mkIf (cfg.provider.token == tokenFromVariable) {
      github_api_token.description = "Token for GitHub's API.";
    };
  };
}
