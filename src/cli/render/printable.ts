/** Text from elsewhere for a terminal: without the control characters that could rewrite what stands there. */
export const printable = (text: string): string =>
  text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replace(control, '')

/** As `printable`, with a sign in the place of each character that is taken out, so that columns stay what they were. */
export const printableInPlace = (text: string): string =>
  text.replace(control, character => {
    const code = character.charCodeAt(0)
    if (code < 0x20) return String.fromCharCode(0x2400 + code)
    return code === 0x7f ? '\u2421' : '\ufffd'
  })

/** All but tab and line feed; and what turns the direction of the text around. */
const control = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g
