/** Planning a resource: what is known of the object to come, and whether it must be a new one. */
import {
  attributePath,
  behaviourOf,
  type Configured,
  diagnosticsOf,
  operationOf,
  perform,
  received,
  resourceBlock,
  sent,
} from '../mock.js'
import type { Block } from '../schema.js'
import { conformAttribute } from '../values/conform.js'
import { planValues } from '../values/plan.js'
import { isList, isValues, sameValue, type Value, type Values } from '../values/value.js'
import type { MessageOf } from '../wire/messages.js'
import { keyOf } from './key.js'

export const planResource = async (
  mock: Configured,
  request: MessageOf<'PlanResourceChange.Request'>,
): Promise<MessageOf<'PlanResourceChange.Response'>> => {
  const type = request.type_name ?? ''
  const prior = received(request.prior_state)
  const proposed = received(request.proposed_new_state)
  const kept = { planned_private: request.prior_private }
  if (proposed === null) return { ...kept, planned_state: request.proposed_new_state }

  const block = resourceBlock(mock, type)
  const { plan, replaces = [] } = behaviourOf(mock, type)
  const config = received(request.config) ?? {}
  const key = keyOf(request.prior_private, prior)
  const operation = operationOf(mock, { action: 'plan', type, key, config, prior, planned: proposed })
  const { refusal, result } = await perform(mock, operation, () => ({
    ...planValues(block, proposed, prior ?? undefined),
    ...leftOpen(block, plan?.(operation) ?? {}, config),
  }))
  if (refusal !== undefined) return { ...kept, diagnostics: diagnosticsOf(refusal) }

  const changed = prior === null ? [] : replaces.filter(path => !sameValue(at(prior, path), at(result, path)))
  return { ...kept, planned_state: sent(result), requires_replace: changed.map(attributePath) }
}

/** Those of the values that the configuration does not decide. */
const leftOpen = (block: Block, values: Values, config: Values): Values =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      const attribute = block.attributes?.[name]
      const open = attribute?.computed && (config[name] ?? null) === null
      return open ? [[name, conformAttribute(attribute, value)]] : []
    }),
  )

const at = (values: Value, path: string): Value => {
  let found: Value | undefined = values
  for (const step of path.split('.')) {
    if (isList(found)) found = found[Number(step)]
    else found = isValues(found) ? found[step] : undefined
  }
  return found ?? null
}
