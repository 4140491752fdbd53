/** One line of text an event, for those that are worth one. */
import type { HostStage, HostStep, HostWait, StackEvent, TerraneEvent } from '../../contracts/events.js'
import { actionWords } from './actions.js'
import { renderClosureDiff } from './closure-diff.js'
import type { Paint } from './colour.js'
import { printable } from './printable.js'

export interface EventLineOptions {
  readonly verbose: boolean
  /** Whether a live line shows what has begun: then it gets no line of its own. */
  readonly live: boolean
}

export const describeEvent = (style: Paint, options: EventLineOptions) => {
  const describe = describeOne(style, options)
  return (event: StackEvent): string | undefined => {
    const line = describe(event)
    return line === undefined || event.stack === undefined ? line : line.replace(/^/gm, `${event.stack} │ `)
  }
}

const describeOne = (style: Paint, { verbose, live }: EventLineOptions) => {
  const waits = describeWaits(style)
  return (event: TerraneEvent): string | undefined => {
    switch (event.type) {
      case 'phase_start':
        return live ? undefined : style('dim', event.message)
      case 'document_written':
        return verbose ? style('dim', `${event.changed ? 'wrote' : 'unchanged:'} ${event.path}`) : undefined
      case 'realise':
        return style('dim', `building ${event.path}`)
      case 'host_stage_start':
        return live ? undefined : style('dim', `${event.host}: ${stageWords[event.stage]}`)
      case 'host_wait':
        return live ? undefined : waits(event)
      case 'build_output':
        return live && !verbose ? undefined : style('dim', `${event.host}> ${printable(event.line)}`)
      case 'host_step_start':
        return live ? undefined : style('dim', `${event.host}: ${stepWords[event.step]}`)
      case 'host_output':
        return `${style('dim', `${event.host}>`)} ${printable(event.line)}`
      case 'host_note':
        return `${event.host}: ${printable(event.message)}`
      case 'host_diff':
        return `${event.host}: ${printable(event.to)}\n${renderClosureDiff(event, style)}`
      case 'host_result':
        return `${event.host}: ${style(goodEnds.has(event.outcome) ? 'green' : 'red', event.outcome)} after ${event.seconds}s`
      case 'host_skipped':
        return `${event.host}: ${style('yellow', 'not begun')}: ${printable(event.reason)}`
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
}

/** So many seconds of waiting for the same are worth a line. */
const worthALine = 30

/** What is waited for: when it is something else than before, and now and then. */
const describeWaits = (style: Paint) => {
  const told = new Map<string, { readonly text: string; readonly seconds: number }>()
  return ({ host, until, found, seconds, of }: HostWaiting): string | undefined => {
    const text = `waiting ${waitWords[until]}: ${printable(found)}`
    const last = told.get(host)
    if (last?.text === text && seconds - last.seconds < worthALine) return undefined
    told.set(host, { text, seconds })
    return style('dim', `${host}: ${text} (${seconds} s of ${of} s)`)
  }
}

type HostWaiting = Extract<TerraneEvent, { readonly type: 'host_wait' }>

export const waitWords: Readonly<Record<HostWait, string>> = {
  answer: 'for an answer',
  nixos: 'until it is NixOS',
}

const goodEnds: ReadonlySet<string> = new Set(['deployed', 'unchanged', 'installed'])

export const stageWords: Readonly<Record<HostStage, string>> = {
  evaluate: 'evaluating',
  build: 'building',
  install: 'installing NixOS with nixos-anywhere',
}

export const stepWords: Readonly<Record<HostStep, string>> = {
  connect: 'connecting',
  recover: 'looking after what was left behind',
  copy: 'copying',
  compare: 'comparing',
  arm: 'starting the watchdog',
  activate: 'activating',
  reboot: 'rebooting',
  check: 'checking its health',
  confirm: 'confirming',
  commit: 'making it the default of the next boot',
  undo: 'going back',
}
