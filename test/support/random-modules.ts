/**
 * Random module sets as Nix source. A set is made from one random shape, so that most definitions of a path agree in
 * kind, as they do in life; wrappers (mkIf, mkForce, mkMerge …) and now and then a clash come on top.
 */
import fc from 'fast-check'

type Shape =
  | { readonly kind: 'scalar'; readonly texts: readonly string[] }
  | { readonly kind: 'list'; readonly elements: readonly string[] }
  | { readonly kind: 'set'; readonly members: Readonly<Record<string, Shape>> }

const names = fc.constantFrom('a', 'b', 'c', 'x y', '"q"', 'é', 'type', '_t')
const scalars = fc.constantFrom(
  '1',
  '2',
  '-7',
  '0.5',
  'true',
  'null',
  '"s"',
  '"$' + '{x}"',
  '""',
  '9223372036854775807',
)

const shape: fc.Arbitrary<Shape> = fc.letrec<{ shape: Shape }>(tie => ({
  shape: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc
      .array(scalars, { minLength: 1, maxLength: 2 })
      .map(texts => ({ kind: 'scalar' as const, texts: [texts[0]!, texts[0]!, texts[0]!, ...texts] })),
    fc.array(scalars, { maxLength: 3 }).map(elements => ({ kind: 'list' as const, elements })),
    fc.dictionary(names, tie('shape'), { maxKeys: 4 }).map(members => ({ kind: 'set' as const, members })),
  ),
})).shape

const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&').replace(/\$\{/g, '\\$' + '{')}"`

/** Nix source of one definition of a shape, with wrappers drawn from `pick`. */
const definition = (of: Shape, pick: (below: number) => number): string => {
  const ordered = (text: string) => `(lib.${['mkBefore', 'mkAfter', 'mkOrder 700'][pick(3)]} ${text})`
  const inner = (): string => {
    if (of.kind === 'scalar') return quotedScalar(of.texts[pick(of.texts.length)]!)
    if (of.kind === 'list') {
      const elements = of.elements.map(element =>
        pick(8) === 0 ? `(lib.mkIf ${pick(2) === 0} ${quotedScalar(element)})` : quotedScalar(element),
      )
      const list = `[ ${elements.join(' ')} ]`
      return pick(4) === 0 ? ordered(list) : list
    }
    const members = Object.entries(of.members).filter(() => pick(4) > 0)
    const set = `{ ${members.map(([name, member]) => `${quoted(name)} = ${definition(member, pick)};`).join(' ')} }`
    return pick(6) === 0 ? ordered(set) : set
  }
  switch (pick(12)) {
    case 0:
      return `(lib.mkIf ${pick(2) === 0} ${definition(of, pick)})`
    case 1:
      return `(lib.mkMerge [ ${definition(of, pick)} ${definition(of, pick)} ])`
    case 2:
      return `(lib.mkForce ${inner()})`
    case 3:
      return `(lib.mkDefault ${inner()})`
    case 4:
      return `(lib.mkOverride ${[40, 100, 1200][pick(3)]} ${inner()})`
    default:
      return inner()
  }
}

const quotedScalar = (text: string): string =>
  text.startsWith('-') ? `(${text})` : text.replace('$' + '{', '\\$' + '{')

/** One project: the sources of its modules. */
export const randomModules: fc.Arbitrary<readonly string[]> = fc
  .tuple(
    fc.dictionary(fc.constantFrom('t', 'u'), fc.dictionary(names, shape, { maxKeys: 3 }), { maxKeys: 2 }),
    fc.integer({ min: 1, max: 4 }),
    fc.infiniteStream(fc.nat(1_000_000)),
  )
  .map(([types, count, stream]) => {
    const pick = (below: number) => (stream.next().value as number) % below
    const whole: Shape = {
      kind: 'set',
      members: Object.fromEntries(
        Object.entries(types).map(([type, members]) => [type, { kind: 'set' as const, members }]),
      ),
    }
    return Array.from({ length: count }, () => `{ lib, ... }: { resource = ${definition(whole, pick)}; }`)
  })
