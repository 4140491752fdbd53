/** Finding out what has become of an object: refreshing, importing, and reading a state that another version wrote. */
import type { Operation } from '../behaviour.js'
import { Refusal } from '../behaviour.js'
import {
  behaviourOf,
  type Configured,
  diagnosticsOf,
  type Mock,
  operationOf,
  perform,
  received,
  resourceBlock,
  sent,
} from '../mock.js'
import { conform } from '../values/conform.js'
import { parseExactly } from '../values/json.js'
import type { Values } from '../values/value.js'
import type { MessageOf } from '../wire/messages.js'
import { keyOf, privateOf } from './key.js'

/**
 * What the cloud has of a resource; null if it was removed there. An object that the cloud has never had is taken as
 * the state has it: it was made by a real provider, or under a cloud that kept no file.
 */
export const readResource = async (
  mock: Configured,
  request: MessageOf<'ReadResource.Request'>,
): Promise<MessageOf<'ReadResource.Response'>> => {
  const type = request.type_name ?? ''
  const prior = received(request.current_state) ?? {}
  const key = keyOf(request.private, prior)
  const operation = operationOf(mock, { action: 'read', type, key, prior })
  const { refusal, result } = await perform(mock, operation, () => current(mock, operation, prior))
  if (refusal !== undefined)
    return { new_state: request.current_state, private: request.private, diagnostics: diagnosticsOf(refusal) }
  return { new_state: sent(result), private: request.private }
}

const current = async (mock: Mock, operation: Operation, prior: Values): Promise<Values | null> => {
  const { type, key } = operation
  if (key !== undefined && mock.cloud.wasRemoved(type, key)) return null
  const known = key === undefined ? undefined : mock.cloud.find(type, key)
  const values = conform(resourceBlock(mock, type), known?.values ?? prior)
  const { read } = behaviourOf(mock, type)
  const found = read === undefined ? values : await read({ ...operation, prior: values })
  if (found === null) {
    if (key !== undefined) mock.cloud.remove(type, key)
    return null
  }
  const now = found === values ? values : conform(resourceBlock(mock, type), found)
  if (key !== undefined) mock.cloud.put({ type, key, values: now })
  return now
}

/** An object that the cloud has becomes a resource. Its id is that of the cloud. */
export const importResource = async (
  mock: Configured,
  request: MessageOf<'ImportResourceState.Request'>,
): Promise<MessageOf<'ImportResourceState.Response'>> => {
  const type = request.type_name ?? ''
  const key = request.id ?? ''
  const operation = operationOf(mock, { action: 'import', type, key })
  const { refusal, result } = await perform(mock, operation, () => {
    const object = mock.cloud.find(type, key)
    if (object !== undefined) return conform(resourceBlock(mock, type), object.values)
    throw new Refusal(`There is no ${type} with the id "${key}"`, {
      detail: 'Nothing with this id was made or put into the offline cloud.',
    })
  })
  if (refusal !== undefined) return { diagnostics: diagnosticsOf(refusal) }
  return { imported_resources: [{ type_name: type, state: sent(result), private: privateOf(key) }] }
}

/** A state in JSON, of whatever version of the schema, becomes an object of this one: by the names that both have. */
export const upgradeResource = async (
  mock: Mock,
  { type_name: type = '', raw_state: raw }: MessageOf<'UpgradeResourceState.Request'>,
): Promise<MessageOf<'UpgradeResourceState.Response'>> => {
  if (raw?.json === undefined) {
    const refusal = new Refusal(`The state of this ${type} is too old`, {
      detail: 'It was written before Terraform 0.12. Only a real provider can read it.',
    })
    return { diagnostics: diagnosticsOf(refusal) }
  }
  const values = parseExactly(Buffer.from(raw.json).toString('utf8')) as Values
  return { upgraded_state: sent(conform(resourceBlock(mock, type), values)) }
}
