/** How many cells of a terminal text takes: near enough for a caret to stand below its letter. */

const nothing = /^[\p{Mn}\p{Me}\p{Cf}]$/u
/** East Asian wide letters (UAX 11), and what is shown as an emoji. */
const wide =
  /^(?:\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}])$/u

/** The cells of one character (a code point); a tab is the caller's business. */
export const cellsOf = (character: string): number => {
  if (character < '\u007f') return 1
  if (nothing.test(character)) return 0
  return wide.test(character) ? 2 : 1
}

/** White space as wide as `text`, with its tabs. */
export const blankOf = (text: string): string =>
  [...text].map(character => (character === '\t' ? '\t' : ' '.repeat(cellsOf(character)))).join('')
