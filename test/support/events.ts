/** The events that a command prints, held against schemas/events.schema.json. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import Ajv2020 from 'ajv/dist/2020.js'
import { repository } from './nix.js'

export const eventSchema = JSON.parse(
  readFileSync(join(repository, 'schemas', 'events.schema.json'), 'utf8'),
) as {
  readonly $defs: Readonly<Record<string, object>>
  readonly oneOf: readonly { readonly $ref: string }[]
}

const ajv = new Ajv2020.default({ allErrors: false, discriminator: false })
ajv.addSchema(eventSchema, 'events')

/** What is wrong with an event; undefined when nothing is. */
export const misfit = (event: Readonly<Record<string, unknown>>): string | undefined => {
  const known = eventSchema.oneOf.some(({ $ref }) => $ref === `#/$defs/${String(event.type)}`)
  if (!known) return `no event has the type ${String(event.type)}`
  return ajv.validate(`events#/$defs/${String(event.type)}`, event)
    ? undefined
    : `${String(event.type)}: ${ajv.errorsText()}`
}
