/**
 * How a resolved tree is stored: as a text that can be read a piece at a time. Parsing and resolving a library costs
 * more than all that is then computed with it, and most of a library is never looked at.
 *
 * The text is a row of pieces, each a JSON array for one expression: a tag, the position, and what the kind of
 * expression has. An inner expression stands in it, or, where it may well never be needed (a function's body, a member
 * of a set), is a piece of its own that is named by its start and end in the text. Pieces come before those that name
 * them; the last one is the root.
 */

/** A piece of the text, from its start up to its end. */
export type Span = readonly [start: number, end: number]

/** Changes with the layout: a tree in any other layout is not read. */
export const layoutVersion = 1

export const tags = {
  integer: 0,
  bigInteger: 1,
  float: 2,
  string: 3,
  interpolation: 4,
  path: 5,
  pathInterpolation: 6,
  searchPath: 7,
  list: 8,
  let: 9,
  with: 10,
  if: 11,
  assert: 12,
  hasAttr: 13,
  not: 14,
  negate: 15,
  curPos: 16,
  slot: 17,
  withVariable: 18,
  global: 19,
  attrs: 20,
  lambda: 21,
  call: 22,
  select: 23,
  operation: 24,
  /** A path below the folder that the tree was stored for, wherever that folder is when it is read. */
  pathBelow: 25,
} as const

export const entryTags = { plain: 0, inherit: 1, inheritFrom: 2 } as const

/** What stands for an expression or name that isn't there. */
export const absent = 0
