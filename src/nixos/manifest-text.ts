/** The manifest as text. */
import { renderDocument } from '../terraform/document/render.js'
import type { TerraformDocument } from '../terraform/document/shape.js'
import type { DeployManifest } from './manifest.js'

/** Sorted, so that the same hosts give the same bytes. Ends in a newline. */
export const renderManifest = (manifest: DeployManifest): string =>
  renderDocument(manifest as unknown as TerraformDocument)

/** Whether a text is a manifest, of this or of another version of terrane. */
export const isManifest = (text: string): boolean => {
  const value = parse(text)
  return typeof value === 'object' && value !== null && 'version' in value && 'hosts' in value
}

/** The value of a JSON text; undefined for a text that is none. */
export const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
