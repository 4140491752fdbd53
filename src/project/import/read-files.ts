/** Reads files of HCL, each by HashiCorp's parser and by ours. */
import { type Diagnostic, failure, TerraneError } from '../../contracts/diagnostic.js'
import { disagreements } from '../../terraform/hcl/agree.js'
import type { Doubt } from '../../terraform/hcl/document/body.js'
import { parseHcl } from '../../terraform/hcl/parse.js'
import { placeAt } from '../../terraform/hcl/place.js'
import { Unreadable } from '../../terraform/hcl/scan.js'
import type { Body } from '../../terraform/hcl/syntax.js'
import type { HclFile } from './hcl-files.js'
import { parseWithHashicorp } from './hcl-parser.js'

export interface ReadFile {
  readonly file: HclFile
  readonly body?: Body
  readonly json?: unknown
  readonly doubts: readonly Doubt[]
}

/** Reads all of them. Throws `hcl-syntax` with what is wrong in any, `hcl-unconverted`. */
export const readFiles = async (files: readonly HclFile[]): Promise<readonly ReadFile[]> => {
  const read = await Promise.allSettled(files.map(readFile))
  const failed = read.flatMap(one => (one.status === 'rejected' ? [one.reason as unknown] : []))
  const bug = failed.find(error => !(error instanceof TerraneError))
  if (bug !== undefined) throw bug
  const [first, ...others] = (failed as readonly TerraneError[]).flatMap(({ diagnostics }) => diagnostics)
  if (first !== undefined) throw new TerraneError([first, ...others])
  return read.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []))
}

const readFile = async (file: HclFile): Promise<ReadFile> => {
  if (file.kind === 'json') return { file, json: parseJson(file), doubts: [] }
  const theirs = await parseWithHashicorp(file.path, file.text)
  try {
    const body = parseHcl(file.text)
    return { file, body, doubts: disagreements(body, theirs).map(doubtful) }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    throw new TerraneError({
      ...diagnosticOf(file, {
        at: error.at,
        message: `terrane can't follow this: ${error.message}`,
        lost: true,
      }),
      hint: 'Terraform can: please report it, with this part of the file',
    })
  }
}

const doubtful = ({ at, name }: { readonly at: number; readonly name: string }): Doubt => ({
  at,
  message: `terrane and HashiCorp's parser read "${name}" differently: compare it by hand.`,
})

const parseJson = ({ path, text }: HclFile): object => {
  try {
    const document: unknown = JSON.parse(text)
    if (document !== null && typeof document === 'object' && !Array.isArray(document)) return document
    throw new SyntaxError('not an object')
  } catch (cause) {
    throw failure('hcl-syntax', `${path} is no document in JSON: ${(cause as Error).message}`, { cause })
  }
}

/** What is to be said of a place in a file. */
export const diagnosticOf = ({ path, text }: HclFile, { at, message, lost, hint }: Doubt): Diagnostic => ({
  code: lost ? 'hcl-unconverted' : 'hcl-doubtful',
  severity: lost ? 'error' : 'warning',
  message,
  labels: [{ position: { file: path, ...placeAt(text, at) } }],
  ...(hint === undefined ? {} : { hint }),
})
