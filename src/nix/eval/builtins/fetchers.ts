/** What needs the network or a store: it is there, so that `builtins ? fetchGit` is true, and says who can do it. */
import { needsNix, unsupported } from '../failure.js'
import type { BuiltinTable } from './table.js'

const fetchers = ['fetchGit', 'fetchMercurial', 'fetchTarball', 'fetchTree', 'fetchurl', 'getFlake']

export const fetcherBuiltins: BuiltinTable = Object.fromEntries(
  fetchers.map(name => [
    name,
    [
      1,
      () => {
        throw unsupported(`'builtins.${name}' is not available in the embedded evaluator`, needsNix)
      },
    ],
  ]),
)
