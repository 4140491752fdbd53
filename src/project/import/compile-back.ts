/** Compiles modules that were imported, and compares what comes of them with what has to. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { failure, TerraneError } from '../../contracts/diagnostic.js'
import type { DocumentValue, TerraformDocument } from '../../terraform/document/shape.js'
import type { Compile } from '../compile.js'
import type { NixModule } from './convert-files.js'

export interface BackOptions {
  readonly compile: Compile
  readonly engine: 'auto' | 'nix' | 'embedded'
  readonly cwd: string
}

/** The text of the document. Throws `hcl-unconverted` where it is not the one that is wanted. */
export const compileBack = async (
  modules: readonly NixModule[],
  wanted: TerraformDocument,
  { compile, engine, cwd }: BackOptions,
): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'terrane-import-'))
  try {
    const entries = modules.map(({ name, text }) => {
      const path = join(folder, `${name}.nix`)
      writeFileSync(path, text, { mode: 0o600 })
      return { kind: 'file' as const, path }
    })
    const { text } = await compile(
      {
        entries,
        workFolder: folder,
        engine,
        withNulls: false,
        strict: false,
        // Parts of a configuration refer to what is elsewhere.
        check: false,
        schema: false,
        expressions: {},
        strings: {},
        searchPath: [],
        showTrace: false,
        cwd,
      },
      () => {},
    )
    const place = difference(wanted, JSON.parse(text) as TerraformDocument, [])
    if (place !== undefined) throw differs(place)
    return text
  } catch (error) {
    if (!(error instanceof TerraneError) || error.diagnostics[0].code === 'hcl-unconverted') throw error
    throw failure('hcl-unconverted', `what was imported does not compile: ${error.message}`, {
      cause: error,
      hint: 'this is a bug in terrane: please report it, with the file',
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const differs = (place: readonly (string | number)[]) =>
  failure('hcl-unconverted', `${place.join('.')} would not be the same again`, {
    notes: ['what was imported was compiled, and the document compared'],
    hint: 'write it in another way, or import the rest without it',
  })

/** Where two values differ first; undefined where they don't. */
const difference = (
  wanted: DocumentValue | undefined,
  made: DocumentValue | undefined,
  path: readonly (string | number)[],
): readonly (string | number)[] | undefined => {
  if (Object.is(wanted, made)) return undefined
  if (typeof wanted !== 'object' || typeof made !== 'object' || wanted === null || made === null) return path
  if (Array.isArray(wanted) !== Array.isArray(made)) return path
  for (const name of new Set([...Object.keys(wanted), ...Object.keys(made)])) {
    const found = difference(memberOf(wanted, name), memberOf(made, name), [...path, name])
    if (found !== undefined) return found
  }
  return undefined
}

const memberOf = (value: object, name: string): DocumentValue | undefined =>
  Object.hasOwn(value, name) ? (value as { readonly [name: string]: DocumentValue })[name] : undefined
