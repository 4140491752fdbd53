import { type ExitStatus, exitStatus } from '../contracts/exit-status.js'

/** The exit status of something that was done with some of several hosts: all, some or none of them. */
export const statusOfSome = (done: number, all: number): ExitStatus =>
  done === all ? exitStatus.ok : done === 0 ? exitStatus.failed : exitStatus.partial
