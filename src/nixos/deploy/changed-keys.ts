/** Which keys a host does not have as they should be. */
import { createHash } from 'node:crypto'
import type { Facts } from '../agent/facts.js'
import type { KeyFile } from '../deployment.js'

/** The keys that differ in content, owner, group or mode, with their numbers; `facts` has the host's answer to all of them. */
export const changedKeys = (
  keys: readonly KeyFile[],
  facts: Facts,
): readonly (readonly [number: number, key: KeyFile])[] => {
  const there = new Map(
    (facts.get('key') ?? []).map(line => {
      const [number, ...rest] = line.split(' ')
      return [Number(number), rest.join(' ')]
    }),
  )
  return keys.flatMap((key, number) => (there.get(number) === expected(key) ? [] : [[number, key] as const]))
}

const expected = ({ content, owner, group, mode }: KeyFile): string => {
  const digest = createHash('sha256').update(content.reveal()).digest('hex')
  return `${digest} ${owner} ${group} ${mode.replace(/^0+(?=.)/, '')}`
}
