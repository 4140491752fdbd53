/** All test files of a run, file by file or, where they share a project, together. */
import { dirname } from 'node:path'
import { failure, TerraneError } from '../../contracts/diagnostic.js'
import type { CompileOptions, PrepareOptions } from '../compile-options.js'
import { chooseEngine } from '../engine.js'
import { resolveEntries } from '../entry.js'
import { carefulEngine } from '../source-check.js'
import { workFolderOf } from '../work-folder.js'
import { runNixTests } from './nix-tests.js'
import { failed, type TestResult } from './result.js'
import { runScript } from './script/run-script.js'
import type { SnapshotCounts, SnapshotMode } from './snapshots.js'
import { snapshotRecord } from './take-snapshot.js'
import { entryBeside, type TestFile, testFiles } from './test-files.js'

export interface RunTestsOptions {
  /** Files and folders as they are named; none: all below the working folder. */
  readonly tests: readonly string[]
  /** Part of the names of the tests that are wanted. */
  readonly name?: string
  readonly snapshots: SnapshotMode
  /** `files` names the project that all tests are run against; none: what each file says, or the one beside it. */
  readonly compile: PrepareOptions
  /** Called with the results of each file, as they come. */
  readonly onResults?: (results: readonly TestResult[]) => void
  /** Called with what tests, and `builtins.trace`, print. */
  readonly print: (text: string) => void
}

export interface TestRun {
  readonly results: readonly TestResult[]
  readonly snapshots: SnapshotCounts
}

/**
 * Runs tests. Throws `entry-missing` where there are none, and what goes wrong outside of any test. Writes nothing but
 * snapshots.
 */
export const runTests = async (options: RunTestsOptions): Promise<TestRun> => {
  const files = testFiles(options.tests, options.compile.cwd)
  const record = snapshotRecord(options.snapshots)
  const results: TestResult[] = []
  for (const group of groups(files, options)) {
    for (const [index, found] of (await runGroup(group, options, record.take)).entries()) {
      const told = found.length === 0 && options.name === undefined ? [empty(group.files[index]!)] : found
      results.push(...told)
      options.onResults?.(told)
    }
  }
  if (results.length === 0) throw failure('usage', `no test has '${options.name}' in its name`)
  const broken = new Set(results.filter(({ path }) => path.length === 0).map(({ file }) => file))
  const isComplete = (file: string) => options.name === undefined && !broken.has(file)
  return { results, snapshots: record.write(results, isComplete) }
}

/** Who writes a file of tests wants some to be run. */
const empty = ({ path }: TestFile): TestResult =>
  failed({ file: path, entry: null, path: [] }, [
    { diagnostic: { code: 'test-file', severity: 'error', message: 'the file has no tests', labels: [] } },
  ])

/** Test files in one language about one project. */
interface Group {
  readonly files: readonly TestFile[]
  readonly compile: CompileOptions
}

const groups = (files: readonly TestFile[], { compile }: RunTestsOptions): readonly Group[] => {
  const { files: named, workdir, ...rest } = compile
  const made = new Map<string, { files: TestFile[]; compile: CompileOptions }>()
  for (const file of files) {
    const beside = named.length > 0 ? undefined : entryBeside(file.path, compile.cwd)
    // A script is run on its own.
    const key = file.language === 'script' ? file.path : (beside ?? '')
    const known = made.get(key)
    if (known !== undefined) {
      known.files.push(file)
      continue
    }
    const entries = named.length > 0 ? resolveEntries(named, compile.cwd) : besideOf(beside)
    const workFolder =
      entries.length === 0 ? dirname(file.path) : workFolderOf(entries, workdir, compile.cwd).path
    made.set(key, { files: [file], compile: { ...rest, entries, workFolder } })
  }
  return [...made.values()]
}

const besideOf = (path: string | undefined): CompileOptions['entries'] =>
  path === undefined ? [] : [{ kind: 'file', path }]

/** The results, file by file. */
const runGroup = async (
  { files, compile }: Group,
  options: RunTestsOptions,
  take: ReturnType<typeof snapshotRecord>['take'],
): Promise<readonly (readonly TestResult[])[]> => {
  const [first] = files
  const name = options.name ?? null
  if (first!.language === 'script') {
    const { signal, ...rest } = compile
    const run = { take, print: options.print, ...(signal === undefined ? {} : { signal }) }
    return [await runScript({ file: first!.path, options: rest, name }, run)]
  }
  const printed = new Set<string>()
  const onMessage = (message: string) => {
    // Each attempt says it again.
    if (!printed.has(message)) options.print(`${message}\n`)
    printed.add(message)
  }
  const engine = carefulEngine(await chooseEngine(compile.engine, { onMessage }), compile)
  const asked = files.map(({ path }) => ({ path, entry: null }))
  const tests = { files: asked, ownEntries: options.compile.files.length === 0, name, take }
  try {
    const results = await runNixTests(tests, engine, compile)
    return files.map(({ path }) => results.filter(({ file }) => file === path))
  } catch (error) {
    if (!(error instanceof TerraneError) || error.diagnostics[0].code === 'interrupted') throw error
    // Of one of them, perhaps, and nobody can say of which.
    if (files.length > 1) {
      const alone = []
      for (const file of files) alone.push(...(await runGroup({ files: [file], compile }, options, take)))
      return alone
    }
    const { diagnostics, texts } = error
    const failures = diagnostics.map(diagnostic => ({ diagnostic, texts }))
    return files.map(({ path }) => [failed({ file: path, entry: null, path: [] }, failures)])
  }
}
