/** `stacks.network.outputs.vpcid`: Nix says that an attribute is missing; the text there says which stack's. */
import { readFileSync } from 'node:fs'
import type { Diagnostic } from '../../contracts/diagnostic.js'

/** A diagnostic about an attribute that is missing, in terms of stacks where it is about one. */
export const explainMissing = (diagnostic: Diagnostic): Diagnostic => {
  const [, missing] = /^attribute '(.+)' missing$/.exec(diagnostic.message) ?? []
  const position = diagnostic.labels[0]?.position
  if (missing === undefined || position === undefined) return diagnostic
  const [, stack, output] = /^stacks\.([\w-]+)(?:\.outputs\.([\w-]+))?/.exec(textAt(position)) ?? []
  if (output === missing)
    return {
      ...diagnostic,
      code: 'stack-output',
      message: `the stack '${stack}' has no output '${output}'`,
      notes: [diagnostic.message, ...(diagnostic.notes ?? [])],
      hint: diagnostic.hint ?? `declare output.${output} in its modules`,
    }
  if (stack === missing)
    return {
      ...diagnostic,
      code: 'stack-unknown',
      message: `there is no stack '${stack}'`,
      notes: [diagnostic.message, ...(diagnostic.notes ?? [])],
    }
  return diagnostic
}

const textAt = ({ file, line, column }: Diagnostic['labels'][number]['position']): string => {
  try {
    const text = readFileSync(file, 'utf8').split('\n')[line - 1] ?? ''
    return [...text].slice(column - 1).join('')
  } catch {
    return ''
  }
}
