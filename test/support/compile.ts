import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { Diagnostic } from '../../src/contracts/diagnostic.js'
import { TerraneError } from '../../src/contracts/diagnostic.js'
import { mergeDocument } from '../../src/modules/merge.js'
import { compile } from '../../src/project/compile.js'
import type { CompileOptions } from '../../src/project/compile-options.js'
import { chooseEngine } from '../../src/project/engine.js'
import { runtimeRequest } from '../../src/project/request.js'
import { withRelativeSources } from '../../src/project/source-files.js'
import { renderDocument } from '../../src/terraform/document/render.js'
import { shapeDocument } from '../../src/terraform/document/shape.js'

export type Settings = Partial<Omit<CompileOptions, 'entries'>>

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A folder that is gone when the test file is done. */
export const temporaryFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'terrane-test-'))
  folders.push(folder)
  return folder
}

export const compileOptions = (file: string, settings: Settings = {}): CompileOptions => ({
  entries: [{ kind: 'file', path: file }],
  workFolder: settings.workFolder ?? temporaryFolder(),
  engine: 'nix',
  withNulls: false,
  strict: false,
  expressions: {},
  strings: {},
  searchPath: [],
  showTrace: false,
  cwd: process.cwd(),
  ...settings,
})

export const compileFile = async (file: string, settings?: Settings) =>
  compile(compileOptions(file, settings), () => {})

/** The diagnostics of a compile that must fail. */
export const compileErrors = async (file: string, settings?: Settings): Promise<readonly Diagnostic[]> => {
  try {
    await compileFile(file, settings)
  } catch (error) {
    if (error instanceof TerraneError) return error.diagnostics
    throw error
  }
  throw new Error(`${file} compiled, and should not have`)
}

/** The document that Nix's own `config` makes: the module system's merge, not ours. */
export const documentOfNix = async (file: string, settings: Settings = {}): Promise<string> => {
  const options = compileOptions(file, settings)
  const engine = await chooseEngine(options.engine)
  const config = (await engine.evaluate(runtimeRequest(options, 'config'))) as Record<string, never>
  const computed = Object.entries(config).map(([name, value]) => [
    name,
    { _type: 'computed', files: [], value },
  ])
  const { document } = mergeDocument(
    {
      version: 1,
      files: [],
      options: Object.fromEntries(computed),
      assertions: [],
      warnings: [],
      meta: {},
      settings: { dialect: null },
    },
    { rewrite: withRelativeSources },
  )
  return renderDocument(shapeDocument(document.options, options))
}
