/** The cases in fixtures/compile, and the examples with their documents in fixtures/examples, as data. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { inRepository } from './nix.js'

export interface CompileCase {
  readonly name: string
  readonly entry: string
  /** The document's text; absent where an error is expected. */
  readonly document?: string
  readonly error?: { readonly code: string; readonly message: string | readonly string[] }
  readonly options: CaseOptions
}

export interface CaseOptions {
  readonly withNulls?: boolean
  /** Why terranix can't be asked: the case is about something that it lacks. */
  readonly extension?: string
  /** Modules of terranix that its core leaves out and ours has. */
  readonly terranixModules?: readonly string[]
}

const folder = inRepository('fixtures/compile')

const read = (path: string): string | undefined => (existsSync(path) ? readFileSync(path, 'utf8') : undefined)

const readCase = (name: string): CompileCase => {
  const document = read(`${folder}/${name}/expected.tf.json`)
  const error = read(`${folder}/${name}/expected-error.json`)
  return {
    name,
    entry: `${folder}/${name}/infra.nix`,
    ...(document === undefined ? {} : { document }),
    ...(error === undefined ? {} : { error: JSON.parse(error) as NonNullable<CompileCase['error']> }),
    options: JSON.parse(read(`${folder}/${name}/options.json`) ?? '{}') as CaseOptions,
  }
}

export const compileCases: readonly CompileCase[] = readdirSync(folder).sort().map(readCase)

/** The examples, each with the document that it compiles to. */
export const exampleCases: readonly CompileCase[] = readdirSync(inRepository('examples'))
  // It has no document of its own: test/project/stacks/compile.test.ts compiles it.
  .filter(name => name !== 'stacks')
  .sort()
  .map(name => ({
    name,
    entry: inRepository(`examples/${name}/infra.nix`),
    document: readFileSync(inRepository(`fixtures/examples/${name}.tf.json`), 'utf8'),
    options: JSON.parse(read(inRepository(`fixtures/examples/${name}.options.json`)) ?? '{}') as CaseOptions,
  }))
