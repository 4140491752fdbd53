import type { Emit, HostStep } from '../../contracts/events.js'
import { stopwatch } from '../../contracts/stopwatch.js'

export interface Steps {
  /** Begins a step and ends the one before; the same step again is the same step. */
  readonly enter: (step: HostStep) => void
  readonly end: () => void
}

/** Tells the steps of one host. */
export const reportSteps = (emit: Emit, host: string): Steps => {
  let current: { readonly step: HostStep; readonly elapsed: () => number } | undefined
  const end = () => {
    if (current !== undefined)
      emit({ type: 'host_step_end', host, step: current.step, seconds: current.elapsed() })
    current = undefined
  }
  return {
    enter: step => {
      if (current?.step === step) return
      end()
      current = { step, elapsed: stopwatch() }
      emit({ type: 'host_step_start', host, step })
    },
    end,
  }
}

/** The step that a phase of the agent belongs to. */
export const stepOfPhase: Readonly<Record<string, HostStep>> = {
  armed: 'arm',
  preparing: 'reboot',
  rebooting: 'reboot',
  activating: 'activate',
  checking: 'check',
  committing: 'commit',
  undoing: 'undo',
}
