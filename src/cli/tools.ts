/** What commands need of other rooms and load when they need it; a test gives its own. */
import type { HostOperations } from '../nixos/operations.js'
import type { Compile } from '../project/compile.js'

export interface Tools {
  readonly compile: () => Promise<Compile>
  /** What is done to one host. */
  readonly hosts?: () => Promise<HostOperations>
}

/** The operations on hosts that commands work with: a test's, or else the real ones. */
export const hostOperations = async ({ hosts }: Tools): Promise<HostOperations> =>
  hosts === undefined ? (await import('../nixos/operations-over-ssh.js')).operationsOverSsh : await hosts()

export const tools: Tools = {
  compile: async () => (await import('../project/compile.js')).compile,
}
