/** `stacks.network.outputs.vpcid`: Nix says that an attribute is missing; the text says which stack's. */
import { readFileSync } from 'node:fs'
import type { Diagnostic } from '../../contracts/diagnostic.js'

/** A diagnostic about an attribute that is missing, in terms of stacks where it is about one. */
export const explainMissing = (diagnostic: Diagnostic): Diagnostic => {
  const [, missing] = /^attribute '([\w-]+)' missing$/.exec(diagnostic.message) ?? []
  const position = diagnostic.labels[0]?.position
  if (missing === undefined || position === undefined) return diagnostic
  const text = textFrom(position)
  const notes = [diagnostic.message, ...(diagnostic.notes ?? [])]
  const stack = stackOfOutput(text, missing)
  if (stack !== undefined)
    return {
      ...diagnostic,
      code: 'stack-output',
      message: `the stack '${stack}' has no output '${missing}'`,
      notes,
      hint: diagnostic.hint ?? `declare output.${missing} in its modules`,
    }
  if (new RegExp(`\\bstacks\\.${missing}(?![\\w-])`).test(text))
    return { ...diagnostic, code: 'stack-unknown', message: `there is no stack '${missing}'`, notes }
  return diagnostic
}

/** Either way of writing it: `stacks.network.outputs.a`, `inherit (stacks.network.outputs) a b`. */
const stackOfOutput = (text: string, output: string): string | undefined =>
  new RegExp(`\\bstacks\\.([\\w-]+)\\.outputs\\.${output}(?![\\w-])`).exec(text)?.[1] ??
  [...text.matchAll(/\(\s*stacks\.([\w-]+)\.outputs\s*\)([^;]*);/g)].find(([, , names]) =>
    names!.split(/\s+/).includes(output),
  )?.[1]

/** The line, and what follows: an `inherit` may begin before what it inherits. */
const textFrom = ({ file, line }: Diagnostic['labels'][number]['position']): string => {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .slice(line - 1, line + 20)
      .join('\n')
  } catch {
    return ''
  }
}
