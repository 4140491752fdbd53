{ config, ... }:
{
  resource.terraform_data.greeting.input = "hello";

  output.greeting.value = config.resource.terraform_data.greeting "output";
}
