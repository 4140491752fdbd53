# How to reach new machines, for modules that provision them. Nothing here makes a resource.
{ lib, ... }:
{
  options.provisioner.privateKeyFile = lib.mkOption {
    type = lib.types.str;
    example = "~/.ssh/id_ed25519";
    description = ''
      File with the private key for SSH connections to new machines. Modules with provisioners read it for their
      `connection` blocks. It is named here and never read by Nix.
    '';
  };
}
