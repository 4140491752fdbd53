/** Events and errors of one of several stacks say of which. */
import { type Diagnostic, TerraneError } from '../../contracts/diagnostic.js'
import type { Emit } from '../../contracts/events.js'

/** Emits for a stack. */
export const inStack =
  (emit: Emit, stack: string): Emit =>
  event =>
    emit(
      event.type === 'diagnostic'
        ? { ...event, diagnostic: ofStack(event.diagnostic, stack) }
        : { ...event, stack },
    )

/** The error of a stack. */
export const errorOfStack = (error: TerraneError, stack: string): TerraneError => {
  const [first, ...rest] = error.diagnostics
  return new TerraneError([ofStack(first, stack), ...rest.map(one => ofStack(one, stack))], {
    cause: error,
    texts: error.texts,
  })
}

const ofStack = (diagnostic: Diagnostic, stack: string): Diagnostic => ({
  ...diagnostic,
  notes: [...(diagnostic.notes ?? []), `in the stack ${stack}`],
})

/** Several errors as one; the same thing said by several is said once. */
export const joinErrors = (errors: readonly TerraneError[]): TerraneError => {
  const seen = new Map<string, Diagnostic>()
  for (const { diagnostics } of errors)
    for (const one of diagnostics) {
      const key = JSON.stringify([one.code, one.message, one.labels])
      if (!seen.has(key)) seen.set(key, one)
    }
  const texts = Object.assign({}, ...errors.map(error => error.texts))
  return new TerraneError([...seen.values()] as [Diagnostic, ...Diagnostic[]], { cause: errors[0], texts })
}
