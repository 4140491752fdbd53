# Names in the Terraform document that belong to a host. src/nixos/output-names.ts is for those who only have a host's name.
let
  # Names of outputs and locals have no dots.
  identifier = builtins.replaceStrings [ "." ] [ "_" ];
in
{
  # Where it is, and how it is reached.
  target = host: "terrane_host_${identifier host}";
  # What its configuration is given: an output, and the local that it is made from.
  inputs = host: "terrane_inputs_${identifier host}";
  # Keys, and the key to log in with.
  secrets = host: "terrane_secrets_${identifier host}";
  # The resource that deploys it where Terraform does so itself.
  hook = host: "terrane_deploy_${identifier host}";
}
