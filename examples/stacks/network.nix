{ config, ... }:
{
  resource.terraform_data.network.input = "10.20.0.0/16";

  output.cidr.value = config.resource.terraform_data.network "output";
  output.zones.value = [
    "a"
    "b"
  ];
}
