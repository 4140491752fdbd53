/** What the operations of one mock provider share, and how each of them is carried out. */
import {
  type Action,
  type Behaviours,
  type Operation,
  type Performed,
  Refusal,
  type ResourceBehaviour,
} from './behaviour.js'
import type { Cloud } from './cloud.js'
import type { Block, ProviderSchema, Schemas } from './schema.js'
import type { Inventor } from './values/invent.js'
import { decodeValue, encodeValue, isValues, type Value, type Values } from './values/value.js'
import type { MessageOf } from './wire/messages.js'

export interface Mock {
  /** `hashicorp/aws`. */
  readonly provider: string
  readonly schema: ProviderSchema
  readonly behaviours: Behaviours
  readonly cloud: Cloud
  readonly numericIds: boolean
  readonly onPerformed: (performed: Performed) => void
}

/** A mock as one of Terraform's provider blocks has configured it. */
export interface Configured extends Mock {
  readonly settings: Values
}

interface About {
  readonly action: Action
  readonly type?: string | undefined
  readonly key?: string | undefined
  readonly config?: Values | null
  readonly prior?: Values | null
  readonly planned?: Values | null
}

/** An operation of this provider. What is null or undefined is left out. */
export const operationOf = (mock: Configured, about: About): Operation => {
  const known = Object.entries(about).filter(([, value]) => value !== undefined && value !== null)
  const common = { type: '', provider: mock.provider, settings: mock.settings, action: about.action }
  return { ...common, ...Object.fromEntries(known) }
}

export type Outcome<T> =
  | { readonly refusal: undefined; readonly result: T }
  | { readonly refusal: Refusal; readonly result?: undefined }

/**
 * Carries out an operation: first what `before` has to say, then `body`. A refusal of either is an outcome; anything
 * else that is thrown passes.
 */
export const perform = async <T>(
  mock: Mock,
  operation: Operation,
  body: () => T | Promise<T>,
): Promise<Outcome<T>> => {
  try {
    await mock.behaviours.before?.(operation)
    const result = await body()
    mock.onPerformed(operation)
    return { refusal: undefined, result }
  } catch (error) {
    mock.onPerformed({ ...operation, error: error instanceof Error ? error.message : String(error) })
    if (error instanceof Refusal) return { refusal: error }
    throw error
  }
}

export const behaviourOf = (mock: Mock, type: string): ResourceBehaviour =>
  mock.behaviours.resources?.[type] ?? {}

/** The block of a type. Terraform only asks for types that were announced. */
export const blockOf = (schemas: Schemas | undefined, type: string): Block => schemas?.[type]?.block ?? {}

export const resourceBlock = (mock: Mock, type: string): Block => blockOf(mock.schema.resource_schemas, type)

export const inventorFor = (mock: Configured, typeName: string, seed: string): Inventor => ({
  typeName,
  seed: `${typeName}/${seed}`,
  settings: mock.settings,
  numericIds: mock.numericIds,
  sets: 0,
})

/** The object in a message; null where there is none. */
export const received = (message: MessageOf<'DynamicValue'> | undefined): Values | null => {
  const value = message?.msgpack === undefined ? null : decodeValue(message.msgpack)
  return isValues(value) ? value : null
}

export const sent = (value: Value): MessageOf<'DynamicValue'> => ({ msgpack: encodeValue(value) })

const severityError = 1

/** The diagnostics of a refusal, or none. */
export const diagnosticsOf = (refusal: Refusal | undefined): readonly MessageOf<'Diagnostic'>[] =>
  refusal === undefined
    ? []
    : [
        {
          severity: severityError,
          summary: refusal.message,
          detail: refusal.detail,
          ...(refusal.attribute === undefined ? {} : { attribute: attributePath(refusal.attribute) }),
        },
      ]

/** `boot_disk.0.image` as the steps of a path. */
export const attributePath = (path: string): MessageOf<'AttributePath'> => ({
  steps: path
    .split('.')
    .map(step => (/^\d+$/.test(step) ? { element_key_int: Number(step) } : { attribute_name: step })),
})
