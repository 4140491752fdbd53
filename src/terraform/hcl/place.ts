import type { Offset } from './syntax.js'

/** Line and column, from 1. */
export const placeAt = (text: string, at: Offset): { readonly line: number; readonly column: number } => {
  const before = text.slice(0, at)
  const start = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: [...before.slice(start)].length + 1 }
}
