/**
 * The event stream of `tofu|terraform … -json`, typed: one JSON object a line. What is not JSON (a backend's own notices,
 * a crash) and what we don't know is kept as `other`.
 *
 * The types of messages: https://developer.hashicorp.com/terraform/internals/machine-readable-ui
 */
import type { PlannedAction } from '../../contracts/events.js'

export type TerraformMessage = MessageContent & {
  /** The line as it was read: the parsed object, or the text under `@message`. */
  readonly raw: Readonly<Record<string, unknown>>
}

type MessageContent =
  | { readonly type: 'diagnostic'; readonly diagnostic: TerraformDiagnostic }
  | { readonly type: 'planned_change' | 'resource_drift'; readonly change: PlannedChange }
  | { readonly type: 'change_summary'; readonly operation: string; readonly counts: ChangeCounts }
  | { readonly type: 'outputs'; readonly outputs: Readonly<Record<string, OutputValue>> }
  | { readonly type: 'refresh_start' | 'refresh_complete'; readonly address: string }
  | { readonly type: OperationMessage; readonly operation: Operation }
  | { readonly type: 'provision_progress'; readonly address: string; readonly output: string }
  | { readonly type: 'other'; readonly text: string; readonly json: boolean }

export type OperationMessage = 'apply_start' | 'apply_progress' | 'apply_complete' | 'apply_errored'

export interface Operation {
  readonly address: string
  readonly action: PlannedAction
  readonly seconds: number
  /** What the provider calls the object; only of what is done. */
  readonly id?: string
}

export interface PlannedChange {
  readonly address: string
  readonly action: PlannedAction
  readonly reason?: string
  readonly previousAddress?: string
}

export interface ChangeCounts {
  readonly add: number
  readonly change: number
  readonly destroy: number
  readonly import: number
}

export interface OutputValue {
  readonly sensitive: boolean
  readonly type?: unknown
  readonly value?: unknown
}

export interface TerraformDiagnostic {
  readonly severity: 'error' | 'warning'
  readonly summary: string
  readonly detail: string
  readonly address?: string
  readonly range?: {
    readonly filename: string
    readonly start: { readonly line: number; readonly column: number }
  }
  readonly snippet?: { readonly context?: string | null }
}

type Fields = Readonly<Record<string, unknown>>

/** Reads one line. Never fails. */
export const readMessage = (line: string): TerraformMessage => {
  const raw = parseObject(line)
  if (raw === undefined) return { type: 'other', text: line, json: false, raw: { '@message': line } }
  const content = interpret(raw)
  return { ...(content ?? { type: 'other', text: string(raw['@message']), json: true }), raw }
}

const interpret = (raw: Fields): MessageContent | undefined => {
  const type = string(raw.type)
  const hook = fields(raw.hook)
  switch (type) {
    case 'diagnostic':
      return { type, diagnostic: readDiagnostic(fields(raw.diagnostic)) }
    case 'planned_change':
    case 'resource_drift':
      return { type, change: readChange(fields(raw.change)) }
    case 'change_summary':
      return {
        type,
        operation: string(fields(raw.changes).operation),
        counts: readCounts(fields(raw.changes)),
      }
    case 'outputs':
      return { type, outputs: readOutputs(fields(raw.outputs)) }
    case 'refresh_start':
    case 'refresh_complete':
      return { type, address: addressOf(hook.resource) }
    case 'apply_start':
    case 'apply_progress':
    case 'apply_complete':
    case 'apply_errored':
      return { type, operation: readOperation(hook) }
    case 'provision_progress':
      return { type, address: addressOf(hook.resource), output: string(hook.output) }
    default:
      return undefined
  }
}

/** Also the shape of the diagnostics of `validate -json`. */
export const readDiagnostic = (raw: Fields): TerraformDiagnostic => ({
  severity: raw.severity === 'warning' ? 'warning' : 'error',
  summary: string(raw.summary),
  detail: string(raw.detail),
  ...(typeof raw.address === 'string' ? { address: raw.address } : {}),
  ...(isFields(raw.range) && isFields(raw.range.start)
    ? { range: raw.range as unknown as NonNullable<TerraformDiagnostic['range']> }
    : {}),
  ...(isFields(raw.snippet) ? { snippet: raw.snippet as NonNullable<TerraformDiagnostic['snippet']> } : {}),
})

const readChange = (raw: Fields): PlannedChange => ({
  address: addressOf(raw.resource),
  action: readAction(raw.action),
  ...(typeof raw.reason === 'string' ? { reason: raw.reason } : {}),
  ...(isFields(raw.previous_resource) ? { previousAddress: addressOf(raw.previous_resource) } : {}),
})

const readOperation = (hook: Fields): Operation => ({
  address: addressOf(hook.resource),
  action: readAction(hook.action),
  seconds: number(hook.elapsed_seconds),
  ...(typeof hook.id_value === 'string' && hook.id_value !== '' ? { id: hook.id_value } : {}),
})

const readCounts = (raw: Fields): ChangeCounts => ({
  add: number(raw.add),
  change: number(raw.change),
  destroy: number(raw.remove),
  import: number(raw.import),
})

/** The outputs of a stream, or of `output -json`. */
export const readOutputs = (raw: Fields): Readonly<Record<string, OutputValue>> =>
  Object.fromEntries(
    Object.entries(raw).map(([name, output]) => {
      const { sensitive, type, value } = fields(output)
      const known = isFields(output) && 'value' in output
      return [
        name,
        {
          sensitive: sensitive === true,
          ...(type === undefined ? {} : { type }),
          ...(known ? { value } : {}),
        },
      ]
    }),
  )

const actions: Readonly<Record<string, PlannedAction>> = {
  create: 'create',
  update: 'update',
  delete: 'delete',
  replace: 'replace',
  read: 'read',
  import: 'import',
  move: 'move',
  remove: 'forget',
  forget: 'forget',
}

const readAction = (value: unknown): PlannedAction => actions[string(value)] ?? 'noop'

const addressOf = (resource: unknown): string => string(fields(resource).addr)

const parseObject = (line: string): Fields | undefined => {
  if (!line.startsWith('{')) return undefined
  try {
    const value: unknown = JSON.parse(line)
    return isFields(value) ? value : undefined
  } catch {
    return undefined
  }
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const fields = (value: unknown): Fields => (isFields(value) ? value : {})
const string = (value: unknown): string => (typeof value === 'string' ? value : '')
const number = (value: unknown): number => (typeof value === 'number' ? value : 0)
