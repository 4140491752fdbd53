# Where the machines are: put yours here.
{
  db = "192.0.2.10";
  web = "192.0.2.11";
}
