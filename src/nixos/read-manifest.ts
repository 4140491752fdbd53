/** The manifest from its text, checked against its schema. */
import { failure } from '../contracts/diagnostic.js'
import validate from './generated/deploy-manifest.js'
import type { DeployManifest } from './manifest.js'
import { parse } from './manifest-text.js'

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
