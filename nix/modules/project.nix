# What terrane itself, rather than Terraform, is told about a project.
{ lib, ... }:
{
  options.terrane.dialect = lib.mkOption {
    type = lib.types.nullOr (
      lib.types.enum [
        "tofu"
        "terraform"
      ]
    );
    default = null;
    example = "tofu";
    description = ''
      The program that the project is meant for, OpenTofu (`tofu`) or Terraform. With null it is OpenTofu where that is
      installed, and else Terraform; `--dialect` on the command line says otherwise for one run.
    '';
  };
}
