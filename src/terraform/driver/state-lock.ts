/** Who holds the lock of a state, read from what Terraform says when it does not get it. */

export interface StateLock {
  readonly id: string
  /** `root@host`; absent where the backend doesn't tell. */
  readonly who?: string
  /** `apply`, `plan`. */
  readonly operation?: string
  readonly since?: string
}

/** The summary of Terraform's diagnostic. */
export const isLockError = (summary: string): boolean => summary === 'Error acquiring the state lock'

/**
 * The holder, from the detail of that diagnostic. Some backends (http) know only the id of the lock that is held; the
 * lock that Terraform describes then is the one that it wanted itself.
 */
export const readStateLock = (detail: string): StateLock | undefined => {
  const held = /already locked: ID=(\S+)/.exec(detail)?.[1]
  const described = field(detail, 'ID')
  if (held !== undefined && held !== described) return { id: held }
  if (described === undefined) return undefined
  const [who, operation, created] = [
    field(detail, 'Who'),
    field(detail, 'Operation'),
    field(detail, 'Created'),
  ]
  return {
    id: described,
    ...(who === undefined ? {} : { who }),
    ...(operation === undefined ? {} : { operation: operationName(operation) }),
    ...(created === undefined ? {} : { since: created.replace(/\.\d+ \+0000 UTC$/, 'Z').replace(' ', 'T') }),
  }
}

/** The lock that a file beside a local state describes. */
export const readLockFile = (text: string): StateLock | undefined => {
  try {
    const { ID, Who, Operation, Created } = JSON.parse(text) as Readonly<Record<string, string | undefined>>
    if (typeof ID !== 'string') return undefined
    return {
      id: ID,
      ...(Who === undefined ? {} : { who: Who }),
      ...(Operation === undefined ? {} : { operation: operationName(Operation) }),
      ...(Created === undefined ? {} : { since: Created }),
    }
  } catch {
    return undefined
  }
}

/** The holder in words: `root@host, for an apply, since 2026-01-02T03:04:05Z`. */
export const describeLock = ({ who, operation, since }: StateLock): string =>
  [
    who ?? 'somebody whom the backend does not name',
    ...(operation === undefined ? [] : [`for ${operation}`]),
    ...(since === undefined ? [] : [`since ${since}`]),
  ].join(', ')

/** `OperationTypeApply` */
const operationName = (operation: string): string => operation.replace(/^OperationType/, '').toLowerCase()

const field = (detail: string, name: string): string | undefined =>
  new RegExp(`^\\s*${name}:[ \\t]*(\\S.*?)\\s*$`, 'm').exec(detail)?.[1]
