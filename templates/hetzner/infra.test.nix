# terrane test
{ document, lib, ... }:
let
  server = document.resource.hcloud_server.web;
in
{
  "the server becomes NixOS, by a script whose checksum is known" =
    lib.hasInfix "NIX_CHANNEL=nixos-25.05" server.user_data && lib.hasInfix "sha256sum -c" server.user_data;

  "it can be logged in to" = server.ssh_keys != [ ];
}
