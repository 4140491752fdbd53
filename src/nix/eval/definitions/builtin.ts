import { calls } from '../call.js'
import { expectList } from '../expect.js'
import { force } from '../force.js'
import type { Session } from '../session.js'
import { Builtin, Data } from '../values.js'
import { longWay } from './long-way.js'
import { walkWith } from './walk.js'

/**
 * The builtin `definitionsOf entries values`: the document, for nobody but who prints it. Null where the long way has to be
 * gone: where evaluation fails, so that whoever looks again, in Nix, meets the same failure and tells where.
 */
export const definitionsBuiltin = (session: Session): Builtin =>
  new Builtin('definitionsOf', 2, (entries, values) => {
    const { depth } = calls
    try {
      const files = expectList(entries!).map(entry => {
        const file = force(entry)
        if (typeof file !== 'number') throw longWay
        return file
      })
      return new Data(walkWith(session)(files, expectList(values!)))
    } catch (error) {
      // With a larger stack it may end well.
      if (error instanceof RangeError) throw error
      calls.depth = depth
      return null
    }
  })
