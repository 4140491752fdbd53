/** One line of text an event, for those that are worth one. */
import type { TerraneEvent } from '../../contracts/events.js'
import { actionWords } from './actions.js'
import type { Paint } from './colour.js'
import { printable } from './printable.js'

export interface EventLineOptions {
  readonly verbose: boolean
  /** Whether a live line shows what has begun: then it gets no line of its own. */
  readonly live: boolean
}

export const describeEvent =
  (style: Paint, { verbose, live }: EventLineOptions) =>
  (event: TerraneEvent): string | undefined => {
    switch (event.type) {
      case 'phase_start':
        return live ? undefined : style('dim', event.message)
      case 'document_written':
        return verbose ? style('dim', `${event.changed ? 'wrote' : 'unchanged:'} ${event.path}`) : undefined
      case 'realise':
        return style('dim', `building ${event.path}`)
      case 'operation_start':
        return live ? undefined : `${event.address}: ${actionWords[event.action].doing}`
      case 'operation_progress':
        return live ? undefined : style('dim', `${event.address}: still at it after ${event.seconds}s`)
      case 'operation_end':
        return `${event.address}: ${style('green', actionWords[event.action].done)} in ${event.seconds}s`
      case 'operation_error': {
        const { doing } = actionWords[event.action]
        return `${event.address}: ${style('red', `${doing} failed`)} after ${event.seconds}s`
      }
      case 'provisioner_output':
        return style('dim', `${event.address}: ${printable(event.line)}`)
      case 'interrupting':
        return style(
          'yellow',
          `${event.signal}: process ${event.pid} is finishing what it has begun, and saves the state; please wait (once more: terrane leaves it alone with that)`,
        )
      case 'terraform':
        return verbose ? style('dim', printable(String(event.message['@message'] ?? ''))) : undefined
      default:
        return undefined
    }
  }
