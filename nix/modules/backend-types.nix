# The settings of the backends that have options of their own: the same to keep one's state (`backend`) and to read
# another's (`remote_state`).
{ lib }:
let
  inherit (lib) mkOption types;

  required =
    description:
    mkOption {
      type = types.str;
      inherit description;
    };

  optional =
    description:
    mkOption {
      type = types.nullOr types.str;
      default = null;
      inherit description;
    };
in
{
  local = types.submodule {
    options.path = required "The state file.";
  };

  s3 = types.submodule {
    options = {
      bucket = required "The bucket.";
      key = required "The object in the bucket that holds the state.";
      region = required "The region that the bucket is in.";
    };
  };

  etcd = types.submodule {
    options = {
      path = required "The key that the state is stored under.";
      endpoints = required "The servers' addresses, separated by spaces.";
      username = optional "The user to log in as.";
      password = optional "The user's password. It will stand in the document: better leave it to the environment.";
    };
  };
}
