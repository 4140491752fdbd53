# What to change for one's own account.
{
  aws.region = "ap-southeast-2";
}
