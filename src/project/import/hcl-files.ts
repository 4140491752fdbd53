/** Which files are to be imported: those that are named, and of a folder those that Terraform would read there. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { failure } from '../../contracts/diagnostic.js'
import { fileAccess } from '../../contracts/file-access.js'

export interface HclFile {
  readonly path: string
  /** Without folder and endings: `main`. */
  readonly name: string
  readonly kind: 'hcl' | 'json' | 'values'
  readonly text: string
}

const endings = [
  ['.tf.json', 'json'],
  ['.tofu.json', 'json'],
  ['.tf', 'hcl'],
  ['.tofu', 'hcl'],
  ['.tfvars', 'values'],
] as const

/** Throws `file-access`, and `usage` for what can't be imported. */
export const hclFiles = (paths: readonly string[], cwd: string): readonly HclFile[] =>
  paths.flatMap(path => {
    const full = resolve(cwd, path)
    return isFolder(full) ? filesOfFolder(full) : [readHclFile(full)]
  })

const isFolder = (path: string): boolean => {
  try {
    return statSync(path).isDirectory()
  } catch (error) {
    throw fileAccess('read', path, error)
  }
}

const filesOfFolder = (folder: string): readonly HclFile[] => {
  const names = readdirSync(folder).filter(
    name => /\.(tf|tofu)(\.json)?$/.test(name) && !name.startsWith('.'),
  )
  if (names.length === 0) throw failure('file-access', `${folder} has no .tf files`)
  return names.sort().map(name => readHclFile(join(folder, name)))
}

const readHclFile = (path: string): HclFile => {
  const file = basename(path)
  const [ending, kind] = endings.find(([ending]) => file.endsWith(ending)) ?? []
  if (kind === undefined)
    throw failure('usage', `${path} is none of ${endings.map(([ending]) => `*${ending}`).join(', ')}`)
  const name = file.slice(0, -ending!.length)
  if (kind !== 'values' && /^(.*_)?override$/.test(name))
    throw failure('hcl-unconverted', `${path} overrides parts of other files, which a module can't`, {
      hint: 'write what it says into those files first, or leave it out; in Nix, lib.mkForce overrides',
    })
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path))
    return { path, name: name === '' ? 'values' : name, kind, text }
  } catch (error) {
    if (error instanceof TypeError) throw failure('hcl-syntax', `${path} is not UTF-8 text`)
    throw fileAccess('read', path, error)
  }
}
