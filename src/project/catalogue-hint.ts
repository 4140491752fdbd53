/** Options that a project has only once it imports a module of the catalogue (nix/modules/catalogue/), by module. */
const optionsOf: Readonly<Record<string, string>> = {
  'nixos.images.aws': 'images-aws',
  'nixos.images.digitalocean': 'images-digitalocean',
  'nixos.images.google': 'images-google',
  'nixos.images.googleCustom': 'images-google-custom',
  'nixos.images.hetzner': 'images-hetzner',
  'nixos.images.libvirt': 'images-libvirt',
  'nixos.images.proxmox': 'images-proxmox',
  securityGroups: 'security-groups',
  sshKeys: 'ssh-keys',
}

export const catalogueOptions = Object.keys(optionsOf)

/** What to import for an option that does not exist; undefined for one that the catalogue has neither. */
export const catalogueHint = (path: string): string | undefined => {
  if (Object.hasOwn(optionsOf, path))
    return `the catalogue has it: imports = [ lib.catalogue.${optionsOf[path]} ];`
  // Without one of its modules, the first part that is missing is named.
  return path === 'nixos.images'
    ? 'the catalogue has them, a module for each cloud: imports = [ lib.catalogue.images-aws ];'
    : undefined
}
