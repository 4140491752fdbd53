import type { Variable, Where } from './ast.js'

/** Until the resolver has run, every variable is taken for a global. */
const unresolved: Where = { kind: 'global' }
export const variable = (name: string, at: number): Variable => ({
  kind: 'variable',
  at,
  name,
  where: unresolved,
})
