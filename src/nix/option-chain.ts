/** Which options a failed evaluation went through, read from the contexts that the module system adds to the trace. */
import type { TraceEntry } from './evaluation-error.js'

/**
 * The options, outermost first, without repeats: of a cycle each member once. The trace of a cycle shows the option
 * where the ring closes twice; what leads to the ring without being part of it stays out of it.
 */
export const optionChain = (trace: readonly TraceEntry[]): readonly string[] => {
  const names = trace.flatMap(entry => {
    const [, name] = /^while evaluating the option `(.*)':?$/.exec(entry.message) ?? []
    return name === undefined ? [] : [name]
  })
  const chain: string[] = []
  for (const name of names.reverse()) {
    if (!chain.includes(name)) chain.push(name)
  }
  return chain
}
