import fc, { type GeneratorValue } from 'fast-check'
import { bool, float, int, listOf, nothing, setOf, string, type Type } from './types.js'

/** A variable that an expression may use. */
export interface Variable {
  readonly name: string
  readonly type: Type
}

/** What the generator of one expression knows. */
export interface Context {
  /** Draws from fast-check, so that a seed repeats the program. */
  readonly draw: GeneratorValue
  readonly scope: readonly Variable[]
  /** How many more levels of expressions there may be. */
  readonly depth: number
  /** Whether an expression that fails may be put in. */
  readonly failures: boolean
  /** Makes an expression of a type: the whole generator. */
  readonly expression: (context: Context, type: Type) => string
}

export const chance = ({ draw }: Context, percent: number): boolean => draw(fc.nat, { max: 99 }) < percent

export const pick = <Item>({ draw }: Context, items: readonly Item[]): Item =>
  items[draw(fc.nat, { max: items.length - 1 })]!

export const count = ({ draw }: Context, max: number): number => draw(fc.nat, { max })

export const deeper = (context: Context): Context => ({ ...context, depth: context.depth - 1 })

export const within = (context: Context, ...variables: readonly Variable[]): Context => ({
  ...context,
  scope: [...context.scope.filter(({ name }) => !variables.some(added => added.name === name)), ...variables],
})

/** Short and few, so that programs shadow, collide and select what is there. */
const names = ['a', 'b', 'c', 'x', 'y', 'foo', "x'", 'foo-bar', '_n']

export const anyName = (context: Context): string => pick(context, names)

/** Different names. */
export const someNames = (context: Context, most: number): string[] => {
  const wanted = count(context, most)
  return [...new Set(Array.from({ length: wanted }, () => anyName(context)))]
}

/** A type whose values JSON can hold. */
export const anyType = (context: Context, depth = 2): Type => {
  const scalars = [int, int, string, string, bool, float, nothing]
  if (depth === 0 || chance(context, 55)) return pick(context, scalars)
  if (chance(context, 45)) return listOf(anyType(context, depth - 1))
  return setOf(someNames(context, 3).map(name => [name, anyType(context, depth - 1)] as const))
}
