import type { DescribedKey } from '../described-host.js'
import type { Complain, HostProblem, HostSurroundings } from './problem.js'

/** Where secrets come from and go to. */
export const checkKeys = (
  keys: Readonly<Record<string, DescribedKey>>,
  { inFlake }: HostSurroundings,
  complain: Complain,
): readonly HostProblem[] =>
  Object.entries(keys).flatMap(([name, key]) => {
    const say = (option: readonly string[], message: string, hint?: string) =>
      complain(['keys', name, ...option], `has a key '${name}' ${message}`, hint)
    return [
      ...checkSource(key, inFlake, say),
      ...(key.path.startsWith('/') && !key.path.split('/').includes('..') && !key.path.endsWith('/')
        ? []
        : [say(['path'], `whose path is no absolute path of a file: ${key.path}`)]),
      ...(key.path.startsWith('/nix/store/') ? [say(['path'], 'whose path is in the store')] : []),
      ...Object.entries(keys)
        .filter(([other, { path }]) => other < name && path === key.path)
        .map(([other]) => say(['path'], `at the same path as the key '${other}': ${key.path}`)),
      ...(['owner', 'group'] as const)
        .filter(option => !/^[A-Za-z0-9_][\w.-]*\$?$/.test(key[option]))
        .map(option => say([option], `whose ${option} is '${key[option]}'`)),
      ...[...key.restart, ...key.reload]
        .filter(unit => !/^[\w@:.\\][\w@:.\\-]*$/.test(unit))
        .map(unit => say([], `with a unit '${unit}'`, 'as in nginx.service')),
    ]
  })

const sources = 'give one of text, file, command and environment'

const checkSource = (key: DescribedKey, inFlake: boolean, say: Complain): readonly HostProblem[] => {
  const [source, second] = key.sources
  if (source === undefined) return [say([], 'that comes from nowhere', sources)]
  if (second !== undefined) return [say([], 'that comes from several places', sources)]
  if (source.kind === 'text' && inFlake)
    return [
      say(
        ['text'],
        'in the text of a flake, which is copied into the store, where everyone can read it',
        'take it from a command (pass, sops, age, vault), a file outside of the flake, or the environment',
      ),
    ]
  if (source.kind === 'file' && source.path.startsWith('/nix/store/'))
    return [
      say(
        ['file'],
        'in a file of the store, where everyone can read it',
        'name it with a text, which Nix does not copy: file = "secrets/name";',
      ),
    ]
  if (source.kind === 'command' && source.command.length === 0) return [say(['command'], 'without a program')]
  if (source.kind === 'environment' && !/^[A-Za-z_]\w*$/.test(source.variable))
    return [say(['environment'], `from a variable '${source.variable}'`)]
  return []
}
