/** Data sources and ephemeral resources: what they answer is given, or invented from what they were asked. */
import { createHash } from 'node:crypto'
import type { Action, Answer } from './behaviour.js'
import {
  blockOf,
  type Configured,
  diagnosticsOf,
  inventorFor,
  type Outcome,
  operationOf,
  perform,
  received,
  sent,
} from './mock.js'
import type { Schemas } from './schema.js'
import { toJson } from './values/json.js'
import { planValues } from './values/plan.js'
import { settle } from './values/settle.js'
import type { Values } from './values/value.js'
import type { MessageOf } from './wire/messages.js'

interface Question {
  readonly action: Action
  readonly type_name?: string | undefined
  readonly config?: MessageOf<'DynamicValue'> | undefined
}

export const queryData = async (
  mock: Configured,
  request: MessageOf<'ReadDataSource.Request'>,
): Promise<MessageOf<'ReadDataSource.Response'>> => {
  const { refusal, result } = await answer(
    mock,
    { ...request, action: 'query' },
    mock.schema.data_source_schemas,
    mock.behaviours.data,
  )
  return refusal === undefined ? { state: sent(result) } : { diagnostics: diagnosticsOf(refusal) }
}

export const openEphemeral = async (
  mock: Configured,
  request: MessageOf<'OpenEphemeralResource.Request'>,
): Promise<MessageOf<'OpenEphemeralResource.Response'>> => {
  const { refusal, result } = await answer(
    mock,
    { ...request, action: 'open' },
    mock.schema.ephemeral_resource_schemas,
    mock.behaviours.ephemeral,
  )
  return refusal === undefined ? { result: sent(result) } : { diagnostics: diagnosticsOf(refusal) }
}

export const closeEphemeral = async (
  mock: Configured,
  { type_name: type = '' }: MessageOf<'CloseEphemeralResource.Request'>,
): Promise<MessageOf<'CloseEphemeralResource.Response'>> => {
  const operation = operationOf(mock, { action: 'close', type })
  const { refusal } = await perform(mock, operation, () => undefined)
  return { diagnostics: diagnosticsOf(refusal) }
}

const answer = async (
  mock: Configured,
  { action, type_name: type = '', config: message }: Question,
  schemas: Schemas | undefined,
  answers: Readonly<Record<string, Answer>> = {},
): Promise<Outcome<Values>> => {
  const config = received(message) ?? {}
  const operation = operationOf(mock, { action, type, config })
  return perform(mock, operation, async () => {
    const given = answers[type]
    const values = typeof given === 'function' ? await given(operation) : (given ?? {})
    const block = blockOf(schemas, type)
    const asked = createHash('sha256')
      .update(JSON.stringify(toJson(config)))
      .digest('hex')
    return settle(block, planValues(block, config, undefined), values, inventorFor(mock, type, asked))
  })
}
