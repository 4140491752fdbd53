import type { Output } from '../../contracts/events.js'
import type { Paint } from './colour.js'

/** Outputs for people, one a line or more; a sensitive one without its value. Ends in a newline unless empty. */
export const renderOutputs = (outputs: Readonly<Record<string, Output>>, style: Paint): string => {
  const names = Object.keys(outputs).sort()
  const width = Math.max(0, ...names.map(name => name.length))
  return names
    .map(name => {
      const { sensitive, value } = outputs[name]!
      const text = sensitive ? style('dim', '(sensitive)') : (JSON.stringify(value, null, 2) ?? 'null')
      return `${name.padEnd(width)} = ${text}\n`
    })
    .join('')
}
