/** The path of `-A`: `a.b`, `a."b.c"`, `list.0`. */
import { toBytes } from '../syntax/bytes.js'
import { NixError } from './failure.js'

export interface AttributePath {
  /** As it was written. */
  readonly shown: string
  /** Its components, a character a byte; none of an empty path. */
  readonly names: readonly string[]
}

/**
 * Splits at dots outside of quotes. Nothing escapes inside quotes; a dot at the end adds no component (`parseAttrPath`
 * in Nix).
 *
 * @throws NixError where a quote is not closed
 */
export const parseAttributePath = (shown: string): AttributePath => {
  const names: string[] = []
  let name = ''
  for (const [, quoted, open, dot, plain] of shown.matchAll(/"([^"]*)"|(")|(\.)|([^".]+)/g)) {
    if (open !== undefined)
      throw new NixError('nix-syntax', `missing closing quote in selection path '${shown}'`)
    if (dot === undefined) name += quoted ?? plain ?? ''
    else {
      names.push(toBytes(name))
      name = ''
    }
  }
  if (name !== '') names.push(toBytes(name))
  return { shown, names }
}
