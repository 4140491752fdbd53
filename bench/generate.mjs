// Projects of a given size, written as Nix that generates its resources: seven leaves each.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const resources = count => `builtins.listToAttrs (map (number: {
    name = "r\${toString number}";
    value = {
      name = "server-\${toString number}";
      inherit number;
      enabled = true;
      image = "debian-12";
      address = "10.0.\${toString (number / 256)}.\${toString (number - number / 256 * 256)}";
      networks = [ "\\\${null_resource.network.id}" ];
      labels.role = "web";
    };
  }) (builtins.genList (number: number) ${count})) // { network = { }; }`

/**
 * Writes the project into `folder`: infra.nix; override.nix, half of it overridden; layers.nix, all of it overridden by one
 * module and half of that by another; and data.nix, the data alone.
 */
export const generate = (folder, count) => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'data.nix'), `{ resource.null_resource = ${resources(count)}; }\n`)
  writeFileSync(join(folder, 'infra.nix'), `{ ... }:\n{ resource.null_resource = ${resources(count)}; }\n`)
  writeFileSync(
    join(folder, 'override.nix'),
    `{ lib, ... }:
{
  imports = [ ./infra.nix ];
  resource.null_resource = builtins.listToAttrs (map (number: {
    name = "r\${toString (number * 2)}";
    value.image = lib.mkForce "debian-13";
  }) (builtins.genList (number: number) ${Math.ceil(count / 2)}));
}\n`,
  )
  writeFileSync(
    join(folder, 'layers.nix'),
    `{ lib, ... }:
{
  imports = [ ./infra.nix ./production.nix ];
  resource.null_resource = builtins.listToAttrs (map (number: {
    name = "r\${toString number}";
    value = { image = lib.mkForce "debian-13"; labels.team = "shop"; };
  }) (builtins.genList (number: number) ${count}));
}\n`,
  )
  writeFileSync(
    join(folder, 'production.nix'),
    `{ lib, ... }:
{
  resource.null_resource = builtins.listToAttrs (map (number: {
    name = "r\${toString (number * 2)}";
    value = { image = lib.mkOverride 40 "debian-14"; enabled = lib.mkForce false; labels.stage = lib.mkDefault "production"; };
  }) (builtins.genList (number: number) ${Math.ceil(count / 2)}));
}\n`,
  )
}
