/** Terraform's messages as terrane's events. */
import type { TerraneEvent } from '../../contracts/events.js'
import type { Operation, TerraformMessage } from './messages.js'

/** The event for a message; undefined for a diagnostic, which whoever runs the step collects. */
export const toEvent = (message: TerraformMessage): TerraneEvent | undefined => {
  switch (message.type) {
    case 'diagnostic':
      return undefined
    case 'planned_change':
      return { type: 'planned_change', ...message.change }
    case 'change_summary':
      return message.operation === 'plan'
        ? { type: 'plan_summary', ...message.counts }
        : { type: 'apply_summary', ...message.counts }
    case 'outputs':
      return { type: 'outputs', outputs: message.outputs }
    case 'refresh_start':
      return { type: 'refresh_start', address: message.address }
    case 'refresh_complete':
      return { type: 'refresh_end', address: message.address }
    case 'apply_start': {
      const { address, action } = message.operation
      return { type: 'operation_start', address, action }
    }
    case 'apply_progress': {
      const { address, seconds } = message.operation
      return { type: 'operation_progress', address, seconds }
    }
    case 'apply_complete':
      return { type: 'operation_end', ...operationOf(message.operation) }
    case 'apply_errored':
      return { type: 'operation_error', ...operationOf(message.operation) }
    case 'provision_progress':
      return { type: 'provisioner_output', address: message.address, line: message.output }
    default:
      return { type: 'terraform', message: message.raw }
  }
}

const operationOf = ({ address, action, seconds }: Operation) => ({ address, action, seconds })
