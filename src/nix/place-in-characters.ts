/** Places that Nix code has told (`unsafeGetAttrPos`) in terms of diagnostics. */
import { columnInCharacters } from './nix-command/positions.js'
import { readIfPossible } from './nix-command/read-text.js'

interface ToldPlace {
  readonly file: string
  readonly line: number | null
  readonly column: number | null
}

/** The place with its column in characters: Nix counts bytes. As it is where the file can't be read. */
export const inCharacters = <Place extends ToldPlace>(place: Place): Place => {
  const { file, line, column } = place
  return line === null || column === null || column === 1 || !file.startsWith('/')
    ? place
    : { ...place, column: columnInCharacters(readIfPossible(file), line, column) }
}
