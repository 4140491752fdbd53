/** The providers that `init` has chosen for a work folder, as it noted them in .terraform.lock.hcl. */
import { join } from 'node:path'
import { shortSource } from '../../terraform/schema/sources.js'
import { readIfThere } from '../atomic-write.js'

/**
 * Versions by source: `hashicorp/aws` → `6.47.0`. Empty where nothing is locked, or nothing that can be read.
 * https://developer.hashicorp.com/terraform/language/files/dependency-lock
 */
export const lockedProviders = (workFolder: string): ReadonlyMap<string, string> => {
  const text = readLockFile(workFolder)
  const found = text.matchAll(/^provider\s+"([^"\n]+)"\s*\{\s*\n\s*version\s*=\s*"([^"\n]+)"/gm)
  return new Map([...found].map(([, address, version]) => [shortSource(address!), version!]))
}

const readLockFile = (workFolder: string): string => {
  try {
    return readIfThere(join(workFolder, '.terraform.lock.hcl')) ?? ''
  } catch {
    return ''
  }
}
