/** Words and signs for what happens to a resource. */
import type { PlannedAction } from '../../contracts/events.js'
import type { Colour } from './colour.js'

interface ActionWords {
  readonly sign: string
  readonly colour: Colour
  readonly plan: string
  readonly doing: string
  readonly done: string
}

export const actionWords: Readonly<Record<PlannedAction, ActionWords>> = {
  create: { sign: '+', colour: 'green', plan: 'create', doing: 'creating', done: 'created' },
  update: { sign: '~', colour: 'yellow', plan: 'update', doing: 'updating', done: 'updated' },
  replace: { sign: '-/+', colour: 'magenta', plan: 'replace', doing: 'replacing', done: 'replaced' },
  delete: { sign: '-', colour: 'red', plan: 'destroy', doing: 'destroying', done: 'destroyed' },
  read: { sign: '<=', colour: 'cyan', plan: 'read', doing: 'reading', done: 'read' },
  import: { sign: '=>', colour: 'cyan', plan: 'import', doing: 'importing', done: 'imported' },
  move: { sign: '->', colour: 'cyan', plan: 'move', doing: 'moving', done: 'moved' },
  forget: { sign: '.', colour: 'yellow', plan: 'forget', doing: 'forgetting', done: 'forgotten' },
  noop: { sign: ' ', colour: 'dim', plan: 'no change', doing: 'looking at', done: 'looked at' },
}

/** Whether an apply works on the resource itself. */
export const changesSomething = (action: PlannedAction): boolean =>
  action === 'create' || action === 'update' || action === 'replace' || action === 'delete'
