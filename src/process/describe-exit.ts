import { constants } from 'node:os'
import type { Exit } from './guarded.js'

/** The end of a program, in words: `ended with exit status 1`, `was ended by SIGKILL`. */
export const describeExit = ({ status, signal }: Exit): string =>
  signal === undefined ? `ended with exit status ${status}` : `was ended by ${signalName(signal)}`

/** `SIGKILL` of 9. */
export const signalName = (signal: number): string =>
  Object.entries(constants.signals).find(([, number]) => number === signal)?.[0] ?? `signal ${signal}`
