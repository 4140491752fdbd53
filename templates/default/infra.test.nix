# terrane test
{ document, ... }:
{
  "there is a greeting" = document.resource.terraform_data.greeting.input == "hello";

  "another text can be said" = {
    modules = [ ({ lib, ... }: { resource.terraform_data.greeting.input = lib.mkForce "hallo"; }) ];
    check = { document, ... }: document.resource.terraform_data.greeting.input == "hallo";
  };
}
