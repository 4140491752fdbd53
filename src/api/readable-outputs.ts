import { Secret } from '../contracts/secret.js'
import type { OutputValue } from '../terraform/driver/messages.js'
import type { Outputs } from './outputs.js'

/** Outputs with those that are sensitive as secrets. */
export const readableOutputs = (outputs: Readonly<Record<string, OutputValue>>): Outputs =>
  Object.fromEntries(
    Object.entries(outputs).map(([name, { sensitive, value }]) => [
      name,
      sensitive
        ? { sensitive, value: new Secret(typeof value === 'string' ? value : JSON.stringify(value)) }
        : { sensitive, value },
    ]),
  )
