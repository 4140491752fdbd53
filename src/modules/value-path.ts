/** How a user writes the way to a value: `resource.aws_instance.web.tags."a.b"[0]`. */
import { showComponent } from './option-path.js'

/** Names, and indices of lists. */
export type ValuePath = readonly [string, ...(string | number)[]]

const step = /"((?:[^"\\]|\\.)*)"|\[(\d+)\]|([^."[\]]+)/y

/**
 * Reads a path. `[0]` and an unquoted number are indices; a leading `config.` is left out. Undefined: it is none.
 */
export const readValuePath = (text: string): ValuePath | undefined => {
  const steps: (string | number)[] = []
  step.lastIndex = 0
  while (step.lastIndex < text.length) {
    const from = step.lastIndex
    const found = step.exec(text)
    if (found === null) return undefined
    const [, quoted, index, plain] = found
    if (quoted !== undefined) steps.push(quoted.replace(/\\(.)/g, '$1'))
    else if (index !== undefined) steps.push(Number(index))
    else steps.push(/^\d+$/.test(plain!) ? Number(plain) : plain!)
    if (from > 0 && index === undefined && text[from - 1] !== '.') return undefined
    if (text[step.lastIndex] === '.') {
      step.lastIndex++
      if (step.lastIndex === text.length) return undefined
    }
  }
  const [first, ...rest] = steps[0] === 'config' && steps.length > 1 ? steps.slice(1) : steps
  return typeof first === 'string' ? [first, ...rest] : undefined
}

export const showValuePath = (path: readonly (string | number)[]): string =>
  path
    .map((part, index) =>
      typeof part === 'number' ? `[${part}]` : `${index === 0 ? '' : '.'}${showComponent(part)}`,
    )
    .join('')
