/** What is told of an apply that did not get to its end: what was done, what failed, what was not started. */
import { type Diagnostic, failure, TerraneError } from '../../contracts/diagnostic.js'
import type { ApplyReport } from './apply-progress.js'
import { endOf, interruption, type StepResult, stepError, type Teller } from './step-error.js'

/**
 * The error for an apply. `inState` has the addresses of the state afterwards, where somebody has looked: messages tell
 * nothing of what was made in the moment in which Terraform was killed, nor what a full disk has swallowed.
 */
export const applyError = (
  teller: Teller,
  result: StepResult,
  report: ApplyReport,
  inState?: ReadonlySet<string>,
): TerraneError => {
  if (result.errors.some(({ summary }) => summary === 'Saved plan is stale')) return stale(teller, result)
  const told = inState === undefined ? { ...report, lost: [] } : corrected(report, inState)
  const { done, failed, begun, notStarted, lost } = told
  const count = done.length + failed.length + begun.length + notStarted.length + lost.length
  const notes = [
    ...listed('done', done),
    ...listed(
      wasKilled(result) ? 'failed' : 'failed or incomplete',
      wasKilled(result) ? failed : [...failed, ...begun],
    ),
    ...(wasKilled(result) ? listed('begun, and perhaps there without being in the state', begun) : []),
    ...listed(
      'made, but not in the state',
      lost.map(address => `${address} (${report.ids.get(address) ?? 'its id is not known'})`),
    ),
    ...listed(report.incomplete ? 'not started, as far as is known' : 'not started', notStarted),
    ...(report.incomplete ? [incomplete] : []),
  ]
  const message = `${done.length} of ${count} resources were done`
  if (wasKilled(result)) {
    const whole = `${teller.dialect} apply ${endOf(result)}: ${message}`
    const hint = begun.length + lost.length > 0 ? takeIn : goOn
    const first = failure('terraform-failed', whole, { notes, hint }).diagnostics[0]
    return stepError(teller, 'apply', result, { first })
  }
  if (result.interrupted) {
    const first = { ...interruption(`interrupted: ${message}`), notes, hint: goOn }
    return stepError(teller, 'apply', result, { first })
  }
  const last = failure('terraform-failed', `the apply failed: ${message}`, { notes, hint: goOn })
    .diagnostics[0]
  return stepError(teller, 'apply', result, { last })
}

/** Of a program that was told to stop before it could look out for that. */
const sigint = 2

/** Whether it had no time to save what it was working on. */
export const wasKilled = ({ status, signal, interrupted }: StepResult): boolean =>
  status === undefined || (signal !== undefined && !(interrupted && signal === sigint))

const goOn = 'the state is saved; terrane apply goes on from here'

const takeIn = [
  'look for those; what is there, terrane tf -- import ADDRESS ID takes into the state.',
  'If the state is still locked, terrane unlock says by whom',
].join(' ')

const incomplete =
  'not all of it could be written down, since the disk was full: terrane plan tells what is left'

interface Corrected extends ApplyReport {
  /** Messages say that they were made; the state does not know them. */
  readonly lost: readonly string[]
}

const corrected = (report: ApplyReport, inState: ReadonlySet<string>): Corrected => {
  const creates = (address: string) => report.actions.get(address) === 'create'
  const isThere = (address: string) => creates(address) && inState.has(address)
  const unseen = report.incomplete ? [...report.begun, ...report.notStarted] : []
  const found = unseen.filter(isThere)
  const without = (addresses: readonly string[]) => addresses.filter(address => !found.includes(address))
  const lost = report.done.filter(address => creates(address) && !inState.has(address))
  return {
    ...report,
    done: [...report.done.filter(address => !lost.includes(address)), ...found],
    begun: without(report.begun),
    notStarted: without(report.notStarted),
    lost,
  }
}

const listed = (title: string, addresses: readonly string[]): readonly string[] =>
  addresses.length === 0 ? [] : [`${title}: ${addresses.join(', ')}`]

const stale = (teller: Teller, result: StepResult): TerraneError => {
  const [first, ...rest] = stepError(teller, 'apply', result).diagnostics
  const diagnostic: Diagnostic = {
    ...first,
    code: 'terraform-stale-plan',
    hint: 'someone else has changed the state since this plan was made: plan again',
  }
  return new TerraneError([diagnostic, ...rest])
}
