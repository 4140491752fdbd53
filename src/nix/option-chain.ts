/** Which options a failed evaluation went through, read from the contexts that the module system adds to the trace. */
import type { TraceEntry } from './trace.js'

export interface OptionStep {
  readonly name: string
  /** The module whose definition was being evaluated. */
  readonly file?: string
}

/**
 * The options, outermost first, each once. Of a cycle the ring alone: where the trace ends inside an option that it has
 * met before, what led there is left out.
 */
export const optionChain = (trace: readonly TraceEntry[]): readonly OptionStep[] => {
  const steps: OptionStep[] = []
  let file: string | undefined
  for (const { message } of trace) {
    file = /^while evaluating definitions from `(.*)':?$/.exec(message)?.[1] ?? file
    const [, name] = /^while evaluating the option `(.*)':?$/.exec(message) ?? []
    if (name === undefined) continue
    steps.push(file === undefined ? { name } : { name, file })
    file = undefined
  }
  steps.reverse()
  const last = steps.at(-1)
  const before = last === undefined ? -1 : steps.findIndex(step => step.name === last.name)
  const ring = before >= 0 && before < steps.length - 1 ? steps.slice(before, -1) : steps
  return ring.filter((step, index) => ring.findIndex(other => other.name === step.name) === index)
}

/** The components of an option's path as the module system writes it: `a."b.c".d`. */
export const pathComponents = (shown: string): readonly string[] =>
  [...shown.matchAll(/"((?:[^"\\]|\\.)*)"|[^."]+/g)].map(([whole, quoted]) =>
    quoted === undefined ? whole : quoted.replace(/\\(.)/g, '$1'),
  )
