/**
 * What goes through a shell: the words of a command that ssh hands to the user's shell over there, which reads them again,
 * and those that somebody is told to type. Each must be one word to that shell whatever it holds. This is the only place
 * that does it.
 */

/** The words as one line of a POSIX shell. Throws for a NUL, which no argument can hold. */
export const quoteForShell = (words: readonly string[]): string => words.map(quoteWord).join(' ')

const quoteWord = (word: string): string => {
  if (word.includes('\0')) throw new RangeError('an argument holds a NUL character')
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}
