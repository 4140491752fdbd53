/** From a place of the Terraform document that a host has made (nix/modules/hosts/document.nix) to the host's option. */
import { hookLabel, inputsOutput, secretsOutput, targetOutput } from './output-names.js'

type Path = readonly (string | number)[]

/** The option's path, from `nixos` on; undefined for a place that no host has made. */
export const hostOptionOf = (path: Path, hosts: Iterable<string>): readonly string[] | undefined => {
  for (const host of hosts) {
    const option = optionOf(path, host)
    if (option !== undefined) return ['nixos', 'hosts', host, ...names(option)]
  }
  return undefined
}

const optionOf = ([block, label, ...rest]: Path, host: string): Path | undefined => {
  if (block === 'locals') return label === inputsOutput(host) ? ['inputs', ...rest] : undefined
  if (block === 'resource') return rest[0] === hookLabel(host) ? ['trigger'] : undefined
  if (block !== 'output') return undefined
  const [, member, key] = rest
  switch (label) {
    case inputsOutput(host):
      return ['inputs']
    case targetOutput(host):
      return member === 'health' ? rest.slice(1) : ['target', ...rest.slice(1)]
    case secretsOutput(host):
      if (member === 'identity') return ['target', 'identity']
      return key === undefined ? ['keys'] : ['keys', key, 'text']
    default:
      return undefined
  }
}

/** Elements of lists have no names in Nix. */
const names = (path: Path): readonly string[] => {
  const index = path.findIndex(step => typeof step === 'number')
  return (index < 0 ? path : path.slice(0, index)) as readonly string[]
}
