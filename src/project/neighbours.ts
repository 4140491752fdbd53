/** What else Terraform reads with the document: it takes all configuration files of a folder as one. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesIn } from './folder.js'

const configuration = /\.(?:tf|tofu)(?:\.json)?$/

/**
 * Whether a name may be declared in another file of the folder: it occurs in one, and a declaration can't be without
 * it. `own`: the document itself, which an earlier run may have left there.
 */
export const declaredBeside = (folder: string, own: string): ((name: string) => boolean) => {
  let texts: readonly string[] | undefined
  return name => {
    texts ??= filesIn(folder)
      .filter(file => configuration.test(file) && file !== own)
      .map(file => textOf(join(folder, file)))
    return texts.some(text => text.includes(name))
  }
}

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
