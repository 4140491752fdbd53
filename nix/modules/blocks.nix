# One option for each kind of top-level block that terranix knows. With the blocks in additions/ they are the document.
{ lib, ... }:
let
  inherit (lib) mkOption types;

  mkBlockOption = import ./block-option.nix { inherit lib; };
  references = import ./references.nix;
in
{
  options = {
    resource = mkBlockOption {
      apply = references.byTypeAndLabel "";
      example = {
        aws_instance.web = {
          ami = "ami-0123456789abcdef0";
          instance_type = "t3.micro";
        };
      };
      description = ''
        What Terraform creates, changes and destroys, as `resource.<type>.<label>`.

        `config.resource.<type>.<label> "<attribute>"` is the expression for an attribute of a resource, to be used
        wherever a string is.
      '';
    };

    data = mkBlockOption {
      apply = references.byTypeAndLabel "data.";
      example = {
        aws_ami.nixos = {
          owners = [ "427812963091" ];
          most_recent = true;
        };
      };
      description = ''
        What is looked up and not managed, as `data.<type>.<label>`.

        `config.data.<type>.<label> "<attribute>"` is the expression for an attribute of what was found.
      '';
    };

    ephemeral = mkBlockOption {
      apply = references.byTypeAndLabel "ephemeral.";
      example = {
        random_password.database.length = 24;
      };
      description = ''
        Values that live for one run and are written to neither state nor plan, as `ephemeral.<type>.<label>`.

        `config.ephemeral.<type>.<label> "<attribute>"` is the expression for an attribute of one.
      '';
    };

    module = mkBlockOption {
      apply = references.byLabel "module.";
      example = {
        network = {
          source = "./network";
          cidr_block = "10.0.0.0/16";
        };
      };
      description = ''
        Calls of Terraform modules, as `module.<label>`. They have nothing to do with Nix modules, which go into
        `imports`.

        `config.module.<label> "<output>"` is the expression for an output of the called module.
      '';
    };

    provider = mkBlockOption {
      apply = references.byAlias;
      example = {
        aws.region = "eu-central-1";
      };
      description = ''
        Settings of providers, as `provider.<name>`; a list where one provider is configured several times, each with
        its own `alias`.

        `config.provider.<name> "<alias>"` is the bare address for the `provider` argument of a resource.

        The document is readable for whoever can read the project's folder: leave secrets to Terraform variables or to
        the provider's own environment variables.
      '';
    };

    variable = mkBlockOption {
      apply = references.byLabel "var.";
      example = {
        region = {
          type = "string";
          default = "eu-central-1";
        };
      };
      description = ''
        Inputs that are known only when Terraform runs, as `variable.<name>`: given with `--var name=value`, with
        `--var-file`, or as `TF_VAR_<name>` in the environment. For what is known earlier an option in Nix is the better
        tool.

        `config.variable.<name> ""` is the expression for a variable, `config.variable.<name> "<attribute>"` for an
        attribute of one that is an object.
      '';
    };

    output = mkBlockOption {
      example = {
        address.value = "\${aws_instance.web.public_ip}";
      };
      description = ''
        What a run prints at its end and other configurations can read from the state, as `output.<name>`.
      '';
    };

    locals = mkBlockOption {
      example = {
        full_name = "\${var.project}-\${var.stage}";
      };
      description = ''
        Named expressions for Terraform to compute, each usable as `local.<name>`. What Nix can compute needs none.
      '';
    };

    terraform = mkBlockOption {
      example = {
        required_version = ">= 1.6";
        required_providers.aws.source = "hashicorp/aws";
      };
      description = ''
        Settings of the run itself: versions, required providers, the backend. The most used backends have options of
        their own, with types: `backend.local`, `backend.s3` and `backend.etcd`.
      '';
    };

    import = mkBlockOption {
      example = [
        {
          to = "aws_instance.web";
          id = "i-0123456789abcdef0";
        }
      ];
      description = ''
        Existing objects for Terraform to take under its management: a set, or a list of sets that several files can
        add to. `to` is a bare address.
      '';
    };

    _meta = mkOption {
      type = types.attrsOf types.anything;
      default = { };
      internal = true;
      description = ''
        Values of any kind, functions and packages among them, for programs that evaluate the modules themselves. No
        document has them.
      '';
    };
  };
}
