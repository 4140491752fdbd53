import { expectPlain, expectSet } from '../expect.js'
import type { Session } from '../session.js'
import { readablePath } from './files.js'
import type { BuiltinTable } from './table.js'

export const importBuiltins = (session: Session): BuiltinTable => ({
  import: [1, path => session.importFile(readablePath(session, path))],
  scopedImport: [
    2,
    (scope, path) => {
      const names = expectSet(scope)
      return session.importFile(readablePath(session, path), names)
    },
  ],
  getEnv: [
    1,
    name => {
      const wanted = expectPlain(name)
      return session.settings.pure ? '' : (session.settings.env[wanted] ?? '')
    },
  ],
})
