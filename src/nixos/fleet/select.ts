/** Which hosts a command is about: `--on web,db*,tag:production`. */
import { failure } from '../../contracts/diagnostic.js'
import { nearest } from '../../contracts/nearest.js'

export interface Selectable {
  readonly tags: readonly string[]
}

/**
 * The names of the hosts that any of the patterns means, in the order of the project; all of them without a pattern.
 * Throws `host-unknown` for a pattern that means none.
 */
export const selectHosts = (
  hosts: Readonly<Record<string, Selectable>>,
  patterns: readonly string[],
): readonly string[] => {
  const names = Object.keys(hosts)
  const wanted = patterns.flatMap(text => text.split(',')).map(pattern => pattern.trim())
  if (wanted.length === 0) return names
  const chosen = new Set(wanted.flatMap(pattern => matching(pattern, hosts)))
  return names.filter(name => chosen.has(name))
}

const matching = (pattern: string, hosts: Readonly<Record<string, Selectable>>): readonly string[] => {
  const names = Object.keys(hosts)
  const [, tag] = /^tag:(.*)$/.exec(pattern) ?? []
  const fits = expression(tag ?? pattern)
  const found = names.filter(name =>
    tag === undefined ? fits.test(name) : hosts[name]!.tags.some(each => fits.test(each)),
  )
  if (found.length > 0) return found
  if (tag !== undefined) {
    const tags = [...new Set(Object.values(hosts).flatMap(host => host.tags))].sort()
    throw unknown(`no host has the tag '${tag}'`, tag, tags, 'the tags are')
  }
  throw unknown(`there is no host '${pattern}'`, pattern, names, 'the hosts are')
}

const unknown = (message: string, written: string, known: readonly string[], list: string) => {
  const similar = nearest(written, known)
  return failure('host-unknown', message, {
    notes: known.length === 0 ? [] : [`${list} ${known.join(', ')}`],
    ...(similar === undefined ? {} : { hint: `did you mean ${similar}?` }),
  })
}

/** `*` is any text, `?` any character. */
const expression = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  )
