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

/** Writes the project into `folder`: infra.nix, override.nix (with infra.nix, half of it overridden) and data.nix. */
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
}
