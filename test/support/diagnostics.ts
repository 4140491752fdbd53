/** What a function throws, as text for snapshots; paths of the test's folder are written as `<here>`. */

import { renderDiagnostic } from '../../src/cli/render/diagnostic.js'
import { TerraneError } from '../../src/contracts/diagnostic.js'

export const complaint = async (body: () => unknown, here = '\0'): Promise<string> => {
  try {
    await body()
  } catch (error) {
    if (!(error instanceof TerraneError)) throw error
    return error.diagnostics
      .map(diagnostic => renderDiagnostic(diagnostic, { colour: false, readSource: () => undefined }))
      .join('')
      .replaceAll(here, '<here>')
  }
  return '(no complaint)'
}
