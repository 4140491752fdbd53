/** The bodies of blocks that providers define, and looking into records by names that users wrote. */
import { type Body, bodiesOf } from '../document/blocks.js'
import type { DocumentPath } from '../document/problem.js'
import type { DocumentValue } from '../document/shape.js'

/** The bodies at a place: none for what is no block. In a list, null is a block without arguments. */
export const nestedBodies = (value: DocumentValue, path: DocumentPath): readonly Body[] =>
  Array.isArray(value)
    ? value.flatMap((element, index) => nestedBodies(element ?? {}, [...path, index]))
    : bodiesOf(value, path)

/** What a record has of a name that someone wrote, which may well be `constructor`. */
export const own = <T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined
