/** The places that name a file, as the texts of a project say: an import of it, for one. */
import type { Position } from '../../contracts/diagnostic.js'
import { fromBytes } from '../syntax/bytes.js'
import { moduleFiles } from './module-files.js'
import { forEachExpression } from './walk.js'

/** Path literals that lead to `file`, in `entry` and all that path literals in it lead to. */
export const pathSites = (entry: string, file: string): readonly Position[] => {
  const found: Position[] = []
  for (const tree of moduleFiles([entry]).values())
    forEachExpression(tree.root, expr => {
      if (expr.kind === 'path' && !expr.home && fromBytes(expr.path) === file)
        found.push(tree.source.position(expr.at))
    })
  return found
}
