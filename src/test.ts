/** `terrane/test`: for tests of infra modules in JavaScript and TypeScript, which `terrane test` runs. */
import { join } from 'node:path'
import { type OpenProject, projectsOf } from './project/testing/script/project.js'
import { register, registry, type TestBody, type TestSettings } from './project/testing/script/registry.js'

export { TerraneError } from './contracts/diagnostic.js'
export type { OpenProject, Project, ProjectOptions } from './project/testing/script/project.js'
export type { TestBody, TestContext, TestSettings } from './project/testing/script/registry.js'

/** Adds a test. It fails when its function throws, or rejects. */
export function test(name: string, body: TestBody): void
export function test(name: string, settings: TestSettings, body: TestBody): void
export function test(name: string, first: TestSettings | TestBody, second?: TestBody): void {
  if (typeof first === 'function') register(name, {}, first)
  else register(name, first, second)
}

test.skip = (name: string, body: TestBody): void => register(name, { skip: true }, body)

/**
 * Compiles a project, as `terrane compile` does, and writes nothing: that of the command line, or the entry that is named,
 * relative to the test file (in another test runner, to the working folder). Throws a TerraneError where it does not
 * compile.
 */
export const project: OpenProject = async (entry, options) => {
  const open = registry()?.project ?? elsewhere()
  return await open(entry, options)
}

/** In another test runner. */
const elsewhere = (): OpenProject => {
  const cwd = process.cwd()
  return projectsOf(join(cwd, 'tests'), {
    entries: [],
    workFolder: cwd,
    engine: 'auto',
    withNulls: false,
    strict: false,
    expressions: {},
    strings: {},
    searchPath: [],
    showTrace: false,
    cwd,
  })
}
