/**
 * How modules of a test file are found and read. `terrane/test` is the one of the command that runs it, so that a project
 * need not install terrane; TypeScript goes through the project's own esbuild or typescript, unless Node reads it itself.
 */
import { readFile } from 'node:fs/promises'
import { createRequire, type LoadHook, type ResolveHook } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { Transformer } from './protocol.js'

interface HookData {
  readonly modules: Readonly<Record<string, string>>
  readonly transformer?: Transformer
}

let given: HookData = { modules: {} }

export const initialize = (data: HookData): void => {
  given = data
}

export const resolve: ResolveHook = async (specifier, context, next) => {
  const own = Object.hasOwn(given.modules, specifier) ? given.modules[specifier] : undefined
  if (own !== undefined) return { url: own, shortCircuit: true }
  try {
    return await next(specifier, context)
  } catch (error) {
    // In TypeScript one imports ./x.js and means ./x.ts.
    if (given.transformer === undefined || !/^\.{1,2}\/.*\.[mc]?js$/.test(specifier)) throw error
    return await next(specifier.replace(/js$/, 'ts'), context)
  }
}

export const load: LoadHook = async (url, context, next) => {
  if (given.transformer === undefined || !/\.m?ts$/.test(url)) return await next(url, context)
  const path = fileURLToPath(url)
  const source = transformed(await readFile(path, 'utf8'), path, given.transformer)
  return { format: 'module', source, shortCircuit: true }
}

const transformed = (source: string, path: string, { kind, path: tool }: Transformer): string => {
  const loaded = createRequire(import.meta.url)(tool)
  if (kind === 'esbuild')
    return loaded.transformSync(source, {
      loader: 'ts',
      format: 'esm',
      target: 'node20',
      sourcemap: 'inline',
      sourcefile: path,
    }).code
  return loaded.transpileModule(source, {
    fileName: path,
    compilerOptions: {
      module: loaded.ModuleKind.ESNext,
      target: loaded.ScriptTarget.ES2022,
      inlineSourceMap: true,
      verbatimModuleSyntax: true,
    },
  }).outputText
}
