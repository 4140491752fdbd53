/** The bodies of blocks, however they are written: an object, or an array of objects, with labels in between or not. */
import type { DocumentValue } from '../document/shape.js'
import type { DocumentPath } from './problem.js'

export type Members = { readonly [name: string]: DocumentValue }

export interface Body {
  readonly path: DocumentPath
  readonly members: Members
}

export interface LabelledBody extends Body {
  readonly labels: readonly string[]
}

export const isMembers = (value: DocumentValue | undefined): value is Members =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** What a record has of a name that someone wrote, which may well be `constructor`. */
export const own = <T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined

/** The bodies at a place: none for what is no block. In a list, null is a block without arguments. */
export const bodiesOf = (value: DocumentValue | undefined, path: DocumentPath): readonly Body[] => {
  if (isMembers(value)) return [{ path, members: value }]
  if (!Array.isArray(value)) return []
  return value.flatMap((element, index) => bodiesOf(element ?? {}, [...path, index]))
}

/** The bodies below `count` labels. */
export const labelledBodies = (
  value: DocumentValue | undefined,
  path: DocumentPath,
  count: number,
  labels: readonly string[] = [],
): readonly LabelledBody[] =>
  count === 0
    ? bodiesOf(value, path).map(body => ({ labels, ...body }))
    : bodiesOf(value, path).flatMap(level =>
        Object.keys(level.members).flatMap(label =>
          labelledBodies(level.members[label], [...level.path, label], count - 1, [...labels, label]),
        ),
      )
