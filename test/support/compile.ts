import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import type { Diagnostic } from '../../src/contracts/diagnostic.js'
import { TerraneError } from '../../src/contracts/diagnostic.js'
import { mergeDocument } from '../../src/modules/merge.js'
import type { EngineName, Json } from '../../src/nix/evaluate.js'
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
  return documentOfConfig(await engine.evaluate(runtimeRequest(options, 'config')), options)
}

/** `documentOfNix` of many, as they are asked for: of all in one evaluation. Where one of them fails, of each by itself. */
export const documentsOfNix = (
  projects: readonly { readonly file: string; readonly settings: Settings }[],
  given: EngineName,
): ((file: string) => Promise<string>) => {
  const all = projects.map(({ file, settings }) => ({ file, options: compileOptions(file, settings) }))
  const evaluate = async (): Promise<ReadonlyMap<string, string>> => {
    const requests = all.map(({ options }) => runtimeRequest(options, 'config'))
    const engine = await chooseEngine(given)
    const configs = (await engine.evaluate({
      ...requests[0]!,
      file: join(import.meta.dirname, 'configs.nix'),
      attribute: 'configs',
      strings: { requests: JSON.stringify(requests.map(({ strings }) => strings.request)) },
    })) as readonly Json[]
    return new Map(all.map(({ file, options }, index) => [file, documentOfConfig(configs[index]!, options)]))
  }
  let documents: Promise<ReadonlyMap<string, string>> | undefined
  return async file => {
    documents ??= evaluate()
    const known = await documents.catch(() => undefined)
    return known?.get(file) ?? (await documentOfNix(file, all.find(one => one.file === file)!.options))
  }
}

const documentOfConfig = (config: Json, options: CompileOptions): string => {
  const computed = Object.entries(config as Record<string, never>).map(([name, value]) => [
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
