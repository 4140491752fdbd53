# NixOS systems with services of terrane, as generations of one machine, in a flake with the inputs of
# test/support/flake.ts. `units.json` has the text of each unit, by system; building it builds what the units need.
{
  inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
  inputs.terrane.url = "github:terrane/terrane";
  inputs.terrane.inputs.nixpkgs.follows = "nixpkgs";

  outputs =
    { nixpkgs, terrane, ... }:
    let
      system = "@system@";
      pkgs = nixpkgs.legacyPackages.${system};
      inherit (nixpkgs) lib;

      machine =
        service:
        nixpkgs.lib.nixosSystem {
          inherit system;
          modules = [
            terrane.nixosModules.default
            { services.terrane.web = service; }
          ];
        };

      data = inputs: { resource.terraform_data = lib.mapAttrs (_: input: { inherit input; }) inputs; };

      running = command: {
        resource.terraform_data.slow = {
          input = 1;
          provisioner.local-exec = { inherit command; };
        };
      };

      services = {
        first.modules = [ (data { a = 1; }) ];
        second.modules = [
          (data {
            a = 2;
            b = 1;
          })
        ];
        slow.modules = [
          (data { a = 1; })
          (running "touch begun; while ! [ -e go ]; do sleep 0.1; done; touch done")
        ];
        failing.modules = [
          (data { a = 1; })
          (running "exit 7")
        ];
        offline.modules = [ { terraform.required_providers.aws.source = "hashicorp/aws"; } ];
        homely.modules = [ { provider.aws.shared_credentials_files = [ "/home/ana/.aws/credentials" ]; } ];
        secretive = {
          modules = [
            {
              variable.token = { };
              resource.terraform_data.a.input = "\${var.token}";
            }
          ];
          credentials.token = {
            path = "/run/secrets/token";
            valueVariable = "TF_VAR_token";
          };
        };
        source = {
          source = "@source@";
          planOnly = true;
        };
        everything = {
          modules = [
            (data { a = "100%"; })
            {
              nixos.hosts.web = {
                target.host = "192.0.2.1";
                closure = pkgs.git;
                tags = [ "production" ];
              };
            }
          ];
          extraArgs.stage = "production";
          path = [ pkgs.git ];
          lockFile = ./lock.hcl;
          applyOn.timer = "hourly";
          allowDestroy = true;
          credentials.aws = {
            path = "/home/ana/.aws/credentials";
            fileVariable = "AWS_SHARED_CREDENTIALS_FILE";
          };
          credentials.sealed = {
            path = "/etc/sealed";
            encrypted = true;
            identity = true;
          };
          deploy.enable = true;
          deploy.on = [ "tag:production" ];
          environment.AWS_REGION = "eu-central-1";
          environmentFiles = [ "/run/infra.env" ];
          arguments = [
            "--var"
            "price=5$ \"net\""
          ];
          retries.count = 2;
          onFailure = [ "notify.service" ];
          failureCommand = [
            "${pkgs.git}/bin/git"
            "a b"
          ];
          metricsFolder = "/var/lib/metrics";
        };
        quiet = {
          modules = [ (data { a = 1; }) ];
          applyOn.boot = false;
          applyOn.change = false;
          retries.count = 0;
        };
        deploying = {
          source = "@source@";
          deploy.enable = true;
        };
        torn = { };
      };

      systems = lib.mapAttrs (_: machine) services;
    in
    {
      packages.${system}.units = pkgs.writeText "units.json" (
        builtins.toJSON (
          lib.mapAttrs (_: one: lib.mapAttrs (_: unit: unit.text) one.config.systemd.units) (removeAttrs systems [ "torn" ])
        )
      );
      # What is wrong with hosts that are to be built together with the machine.
      refused = lib.mapAttrs (
        _: host:
        (terrane.lib.terraneConfiguration {
          inherit pkgs;
          modules = [
            {
              resource.terraform_data.db.input = "db";
              nixos.hosts.web = {
                target.host = "192.0.2.1";
                closure = pkgs.git;
              } // host;
            }
          ];
        }).deployManifest.text
      ) {
        inputs.inputs.db = "\${terraform_data.db.output}";
        trigger.trigger = "terraform";
        text.keys.token = {
          text = "POISON";
          path = "/etc/token";
        };
        store.keys.token = {
          file = ./lock.hcl;
          path = "/etc/token";
        };
        nothing.closure = null;
        homeless.target.host = null;
      };
      torn = map (one: one.message) (lib.filter (one: !one.assertion) systems.torn.config.assertions);
      user = systems.first.config.users.users.terrane-web.group;
    };
}
