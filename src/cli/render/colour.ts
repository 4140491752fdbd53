/** The few ways in which terrane's output is coloured. */
type Paint = (text: string) => string

export interface Palette {
  readonly error: Paint
  readonly warning: Paint
  readonly good: Paint
  readonly accent: Paint
  readonly strong: Paint
  readonly faint: Paint
}

const same: Paint = text => text
const sgr =
  (code: string): Paint =>
  text =>
    `\u001b[${code}m${text}\u001b[0m`

export const plain: Palette = {
  error: same,
  warning: same,
  good: same,
  accent: same,
  strong: same,
  faint: same,
}

export const coloured: Palette = {
  error: sgr('1;31'),
  warning: sgr('1;33'),
  good: sgr('32'),
  accent: sgr('36'),
  strong: sgr('1'),
  faint: sgr('2'),
}

/** Colours for a stream that people see, unless they said no (https://no-color.org), or `--no-color`. */
export const paletteFor = (stream: { readonly isTTY?: boolean }, allowed: boolean): Palette =>
  allowed && stream.isTTY && !process.env.NO_COLOR && process.env.TERM !== 'dumb' ? coloured : plain
