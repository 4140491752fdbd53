/**
 * Making, changing and deleting objects of the cloud. After a refusal the state is what Terraform would get from a real
 * provider: nothing of an object that was not made, the tainted object of a create that stopped half-way, the object as
 * it was before a change or a deletion that was refused.
 */
import { createHash } from 'node:crypto'
import type { Operation, Refusal } from '../behaviour.js'
import {
  behaviourOf,
  type Configured,
  diagnosticsOf,
  inventorFor,
  operationOf,
  perform,
  received,
  resourceBlock,
  sent,
} from '../mock.js'
import { inventAttribute } from '../values/invent.js'
import { toJson } from '../values/json.js'
import { settle } from '../values/settle.js'
import { isUnknown, type Value, type Values } from '../values/value.js'
import type { MessageOf } from '../wire/messages.js'
import { keyOf, privateOf } from './key.js'

type Request = MessageOf<'ApplyResourceChange.Request'>
type Response = MessageOf<'ApplyResourceChange.Response'>

export const applyResource = async (mock: Configured, request: Request): Promise<Response> => {
  const prior = received(request.prior_state)
  const planned = received(request.planned_state)
  const about = { type: request.type_name, config: received(request.config), prior, planned }
  if (prior === null) return create(mock, operationOf(mock, { ...about, action: 'create' }), planned ?? {})

  const key = keyOf(request.planned_private, prior)
  return planned === null
    ? remove(mock, operationOf(mock, { ...about, key, action: 'delete' }), request)
    : update(mock, operationOf(mock, { ...about, key, action: 'update' }), planned, request)
}

const create = async (mock: Configured, operation: Operation, planned: Values): Promise<Response> => {
  const { refusal, result = {} } = await perform(mock, operation, () => outcomeOf(mock, operation))
  if (refusal !== undefined && !refusal.partial)
    return { new_state: sent(null), diagnostics: diagnosticsOf(refusal) }

  const { type } = operation
  const id = identify(mock, type, planned, result)
  const key = String(id)
  const values = settle(resourceBlock(mock, type), planned, { ...result, id }, inventorFor(mock, type, key))
  mock.cloud.put({ type, key, values })
  return { new_state: sent(values), private: privateOf(key), diagnostics: diagnosticsOf(refusal) }
}

const update = async (
  mock: Configured,
  operation: Operation,
  planned: Values,
  request: Request,
): Promise<Response> => {
  const { refusal, result = {} } = await perform(mock, operation, () => outcomeOf(mock, operation))
  if (refusal !== undefined) return unchanged(request, refusal)

  const { type, key } = operation
  const values = settle(resourceBlock(mock, type), planned, result, inventorFor(mock, type, key ?? ''))
  if (key !== undefined) mock.cloud.put({ type, key, values })
  return { new_state: sent(values), private: request.planned_private }
}

const remove = async (mock: Configured, operation: Operation, request: Request): Promise<Response> => {
  const { refusal } = await perform(mock, operation, () => outcomeOf(mock, operation))
  if (refusal !== undefined) return unchanged(request, refusal)
  if (operation.key !== undefined) mock.cloud.remove(operation.type, operation.key)
  return { new_state: sent(null) }
}

const unchanged = ({ prior_state, planned_private }: Request, refusal: Refusal): Response => ({
  new_state: prior_state,
  private: planned_private,
  diagnostics: diagnosticsOf(refusal),
})

const outcomeOf = async (mock: Configured, operation: Operation): Promise<Values> => {
  const { apply } = behaviourOf(mock, operation.type)
  return (typeof apply === 'function' ? await apply(operation) : apply) ?? {}
}

/**
 * The id of a new object: planned, given or invented. An invented one follows from what the object is, not from when it
 * was made, because Terraform makes objects in no certain order; only of equal objects is the second different.
 */
const identify = (mock: Configured, type: string, planned: Values, given: Values): Value => {
  const decided = [planned.id, given.id].find(id => id !== undefined && id !== null && !isUnknown(id))
  if (decided !== undefined) return decided
  const content = createHash('sha256')
    .update(JSON.stringify(toJson(planned)))
    .digest('hex')
  const nth = mock.cloud.count(`${type}/${content.slice(0, 16)}`)
  const attribute = resourceBlock(mock, type).attributes?.id ?? { type: 'string' as const }
  return inventAttribute(attribute, 'id', inventorFor(mock, type, `${content}/${nth}`))
}
