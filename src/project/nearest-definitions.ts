/** Where a user has written of something that has no definition itself. */
import type { Label } from '../contracts/diagnostic.js'
import type { ValuePath } from '../modules/value-path.js'
import type { CompileOptions } from './compile-options.js'
import { definitionsOf } from './definitions-of.js'
import type { Engine } from './engine.js'
import { nixFolder } from './nix-folder.js'

/** The definitions of the path, or of what is nearest around it, in files of the user. Never throws. */
export const nearestDefinitions = async (
  path: ValuePath,
  engine: Engine,
  options: CompileOptions,
): Promise<readonly Label[]> => {
  const [first, ...rest] = path
  for (let length = rest.length; length >= 0; length--) {
    const all = await definitionsOf([first, ...rest.slice(0, length)], engine, options)
    const labels = all.flatMap(({ status, position }) =>
      status === 'used' && position !== undefined && !position.file.startsWith(nixFolder())
        ? [{ position }]
        : [],
    )
    if (labels.length > 0) return labels
  }
  return []
}
