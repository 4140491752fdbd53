# What modules tell the user without stopping the run.
{ lib, ... }:
{
  options.warnings = lib.mkOption {
    type = lib.types.listOf lib.types.str;
    default = [ ];
    example = [ "servers.old is deprecated, use servers.new." ];
    description = "Messages for the user that do not stop the run.";
  };
}
