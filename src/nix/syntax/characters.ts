/** What Nix' lexer tells characters apart by: a bit for each class. */
export const letter = 1
export const digit = 2
export const identifierPart = 4
export const pathPart = 8
export const schemePart = 16
export const uriPart = 32

const classes = new Uint8Array(256)
const mark = (characters: string, flag: number): void => {
  for (const c of characters) classes[c.charCodeAt(0)]! |= flag
}
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const digits = '0123456789'
mark(letters, letter)
mark(digits, digit)
mark(`${letters}${digits}_'-`, identifierPart)
mark(`${letters}${digits}._-+`, pathPart)
mark(`${letters}${digits}+-.`, schemePart)
mark(`${letters}${digits}%/?:@&=+$,-_.!~*'`, uriPart)

/** Whether a character (0 to 255; NaN at the end of the text) is of a class. */
export const is = (c: number, flag: number): boolean => c < 256 && (classes[c]! & flag) !== 0
