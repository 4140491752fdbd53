/** Which options a failed evaluation went through, read from the contexts that the module system adds to the trace. */
import type { Position } from '../contracts/diagnostic.js'
import type { TraceEntry } from './trace.js'

export interface OptionStep {
  readonly name: string
  /** The module whose definition was being evaluated. */
  readonly file?: string
  /** What was read on the way from it to the next, innermost first. */
  readonly reads: readonly OptionRead[]
}

interface OptionRead {
  readonly path: string
  readonly position: Position
}

/**
 * The options, outermost first, each once. Of a cycle the ring alone: where the trace ends inside an option that it has
 * met before, what led there is left out.
 */
export const optionChain = (trace: readonly TraceEntry[]): readonly OptionStep[] => {
  const steps: OptionStep[] = []
  let file: string | undefined
  let reads: OptionRead[] = []
  for (const { message, position } of trace) {
    const read = readOf(message)
    if (read !== undefined && position !== undefined) reads.push({ path: read, position })
    file = /^while evaluating definitions from `(.*)':?$/.exec(message)?.[1] ?? file
    const name = optionOf(message)
    if (name === undefined) continue
    steps.push({ name, reads, ...(file === undefined ? {} : { file }) })
    file = undefined
    reads = []
  }
  steps.reverse()
  const last = steps.at(-1)
  const before = last === undefined ? -1 : steps.findIndex(step => step.name === last.name)
  const ring = before >= 0 && before < steps.length - 1 ? steps.slice(before, -1) : steps
  return ring.filter((step, index) => ring.findIndex(other => other.name === step.name) === index)
}

/**
 * Of a cycle, the chain without what only led to it: the innermost read says which option was met again. It is a part of
 * that option, or a set that it is in.
 */
export const cycleOf = (trace: readonly TraceEntry[]): readonly OptionStep[] => {
  const chain = optionChain(trace)
  for (const { path } of chain.at(-1)?.reads ?? []) {
    const again = chain.findLastIndex(({ name }) => concerns(path, name))
    if (again >= 0) return chain.slice(again)
  }
  return chain
}

/** Where a step reads an option. */
export const readAt = ({ reads }: OptionStep, option: string): Position | undefined =>
  reads.find(({ path }) => concerns(path, option))?.position

const concerns = (path: string, option: string): boolean =>
  `${option}.`.startsWith(`${path}.`) || path.startsWith(`${option}.`)

const optionOf = (message: string): string | undefined =>
  /^while evaluating the option `(.*)':?$/.exec(message)?.[1]

const readOf = (message: string): string | undefined =>
  /^while evaluating the attribute '(.*)'$/.exec(message)?.[1]

/** The components of an option's path as the module system writes it: `a."b.c".d`. */
export const pathComponents = (shown: string): readonly string[] =>
  [...shown.matchAll(/"((?:[^"\\]|\\.)*)"|[^."]+/g)].map(([whole, quoted]) =>
    quoted === undefined ? whole : quoted.replace(/\\(.)/g, '$1'),
  )
