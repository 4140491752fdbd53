/** Text from elsewhere for a terminal: without the control characters that could rewrite what stands there. */
export const printable = (text: string): string =>
  text.replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '')
