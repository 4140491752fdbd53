import type { DescribedHost } from '../described-host.js'
import type { Complain, HostProblem } from './problem.js'

/** What the host runs, and what that is made with and where. */
export const checkSystem = (host: DescribedHost, complain: Complain): readonly HostProblem[] => [
  ...checkChoice(host, complain),
  ...checkNixpkgs(host, complain),
  ...checkPlaces(host, complain),
]

const ways = 'set one of configuration, flake and closure'

const checkChoice = ({ systems }: DescribedHost, complain: Complain): readonly HostProblem[] => {
  const [first, second] = systems
  if (first === undefined) return [complain([], 'has nothing to run', ways)]
  if (second !== undefined) {
    const kinds = systems.map(({ kind }) => `\`${kind}'`)
    return [complain([second.kind], `has both ${kinds.join(' and ')}`, ways)]
  }
  if (first.kind === 'closure' && !/^\/nix\/store\/[0-9a-z]{32}-/.test(first.path))
    return [complain(['closure'], `has '${first.path}' for a closure, which is no path of the store`)]
  if (first.kind === 'flake' && !/^[^#]+#[^#]+$/.test(first.flake))
    return [
      complain(['flake'], `has '${first.flake}' for an output of a flake`, 'as in .#nixosConfigurations.web'),
    ]
  if (first.kind === 'configuration' && first.hermetic && first.file === null)
    return [
      complain(
        ['hermetic'],
        'is hermetic, and its configuration is not a file',
        'as in configuration = ./web.nix;',
      ),
    ]
  return []
}

const checkNixpkgs = (
  { nixpkgs, systems, ambientNixPath, nixPath }: DescribedHost,
  complain: Complain,
): readonly HostProblem[] => {
  const option = ['nixpkgs']
  if (nixpkgs === null) {
    const [system] = systems
    const needsOne = systems.length === 1 && system?.kind === 'configuration' && !system.hermetic
    if (!needsOne || ambientNixPath || nixPath.some(entry => entry.startsWith('nixpkgs='))) return []
    return [
      complain(
        [],
        'has no nixpkgs, and would be made from whatever NIX_PATH has here today',
        'pin one: nixpkgs = { url = "https://github.com/NixOS/nixpkgs/archive/<revision>.tar.gz"; sha256 = "…"; }; or allow it: ambientNixPath = true;',
      ),
    ]
  }
  switch (nixpkgs.kind) {
    case 'missing':
      return [complain(option, `has a nixpkgs in which there is no NixOS: ${nixpkgs.path}`)]
    case 'unpinned':
      return [
        complain(
          option,
          `has a nixpkgs that can change any day: ${nixpkgs.url}`,
          `give it a hash: nix-prefetch-url --unpack ${nixpkgs.url}`,
        ),
      ]
    case 'unknown':
      return [
        complain(
          option,
          'has something for nixpkgs that is none',
          'give a folder, the input of a flake, or { url = "…"; sha256 = "…"; }',
        ),
      ]
    default:
      return []
  }
}

const checkPlaces = (host: DescribedHost, complain: Complain): readonly HostProblem[] => {
  const problems: HostProblem[] = []
  const [system] = host.systems
  if (host.evaluate === 'target' && (system?.kind !== 'configuration' || system.file === null))
    problems.push(
      complain(
        ['evaluate'],
        'is to be evaluated there, and its configuration is not a file that could be sent',
        'write the configuration into a file of its own, as in configuration = ./web.nix;',
      ),
    )
  if (host.evaluate === 'target' && host.nixpkgs?.kind === 'flake')
    problems.push(
      complain(
        ['nixpkgs'],
        'is to be evaluated there, with the input of a flake, which is here',
        'give a tarball: { url = "…"; sha256 = "…"; }',
      ),
    )
  if (host.evaluate === 'target' && (host.nodes ?? []).length > 0)
    problems.push(complain(['nodes'], 'is to be evaluated there, where the other hosts are not known'))
  if (host.evaluate === 'target' && host.evalArgs.length > 0)
    problems.push(
      complain(
        ['evalArgs'],
        'is to be evaluated there, where its evalArgs, values of Nix, are not known',
        'write them into the configuration, or give data as inputs',
      ),
    )
  if (!/^(local|target|daemon|\/.*|[a-z0-9+-]+:\/\/.*)$/.test(host.build))
    problems.push(
      complain(
        ['build'],
        `has '${host.build}' for a place to build at`,
        'local, target, or the URL of a store, as in ssh-ng://builder',
      ),
    )
  if (!/^[a-z0-9_]+-[a-z0-9]+$/.test(host.platform))
    problems.push(complain(['platform'], `has '${host.platform}' for a platform`, 'as in aarch64-linux'))
  for (const entry of host.nixPath)
    if (!/^[^=]+=./.test(entry))
      problems.push(complain(['nixPath'], `has '${entry}' in its nixPath`, 'as in name=/a/folder'))
  const { health } = host
  if (!('output' in health) && health.command.some(command => command.length === 0))
    problems.push(complain(['health', 'command'], 'has a command without a program'))
  return problems
}
