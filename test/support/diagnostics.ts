/** What a function throws, as text for snapshots; paths of the test's folder are written as `<here>`. */
import { type Diagnostic, TerraneError } from '../../src/contracts/diagnostic.js'

export const complaint = async (body: () => unknown, here = '\0'): Promise<string> => {
  try {
    await body()
  } catch (error) {
    if (!(error instanceof TerraneError)) throw error
    return error.diagnostics.map(asText).join('').replaceAll(here, '<here>')
  }
  return '(no complaint)'
}

/** Plainer than what the command prints, so that a snapshot changes only when the diagnostic does. */
const asText = ({ severity, code, message, notes = [], hint }: Diagnostic): string =>
  [
    `${severity}[${code}]: ${message}`,
    ...notes.map(note => `  ${note}`),
    ...(hint === undefined ? [] : [`  hint: ${hint}`]),
    '',
  ].join('\n')
