/** The manifest as text, and back. */
import { failure } from '../contracts/diagnostic.js'
import { renderDocument } from '../terraform/document/render.js'
import type { TerraformDocument } from '../terraform/document/shape.js'
import validate from './generated/deploy-manifest.js'
import type { DeployManifest } from './manifest.js'

/** Sorted, so that the same hosts give the same bytes. Ends in a newline. */
export const renderManifest = (manifest: DeployManifest): string =>
  renderDocument(manifest as unknown as TerraformDocument)

/** Reads a manifest. Throws `manifest-invalid` for what is none; `path` is for the message. */
export const readManifest = (text: string, path: string): DeployManifest => {
  const manifest = parse(text)
  if (validate(manifest)) return manifest as DeployManifest
  const notes = (validate.errors ?? [])
    .slice(0, 3)
    .map(
      ({ instancePath, keyword, params }) => `${instancePath || '/'}: ${keyword} ${JSON.stringify(params)}`,
    )
  throw failure('manifest-invalid', `${path} is no deploy manifest that this terrane can read`, {
    notes,
    hint: 'terrane compile writes it anew',
  })
}

/** Whether a text is a manifest, of this or of another version of terrane. */
export const isManifest = (text: string): boolean => {
  const value = parse(text)
  return typeof value === 'object' && value !== null && 'version' in value && 'hosts' in value
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
