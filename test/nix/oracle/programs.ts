import fc, { type Arbitrary } from 'fast-check'
import { anyType } from './context.js'
import { expression } from './expressions.js'

/** Sources of programs whose value JSON can hold; about one in six holds something that fails, if it is reached. */
export const programs = (): Arbitrary<string> =>
  fc.gen().map(draw => {
    const start = { draw, scope: [], depth: 0, failures: false, expression }
    const failures = draw(fc.nat, { max: 5 }) === 0
    const depth = 3 + draw(fc.nat, { max: 4 })
    const context = { ...start, depth, failures }
    return expression(context, anyType(context, 2))
  })
