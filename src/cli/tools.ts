/** What commands need of other rooms and load when they need it; a test gives its own. */
import type { Compile } from '../project/compile.js'

export interface Tools {
  readonly compile: () => Promise<Compile>
}

export const tools: Tools = {
  compile: async () => (await import('../project/compile.js')).compile,
}
