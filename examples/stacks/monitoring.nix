{
  resource.terraform_data.alerts.input = "ops@example.org";
}
