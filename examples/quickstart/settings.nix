# What is particular to this one: change a number, plan again.
{
  replicas = 2;

  resource.terraform_data.network.input.range = "10.20.0.0/16";
}
