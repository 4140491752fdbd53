/** The colours that the command uses. */
const codes = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33, magenta: 35, cyan: 36 } as const

export type Colour = keyof typeof codes

export type Paint = (colour: Colour, text: string) => string

/** A function that colours text, or leaves it alone. */
export const paint = (enabled: boolean): Paint =>
  enabled ? (colour, text) => `\u001b[${codes[colour]}m${text}\u001b[0m` : (_, text) => text
