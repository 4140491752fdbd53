/** The thread that a test file in JavaScript or TypeScript runs in: loads it, then runs its tests one after the other. */
import { register } from 'node:module'
import { pathToFileURL } from 'node:url'
import { parentPort, workerData } from 'node:worker_threads'
import { failure } from '../../../contracts/diagnostic.js'
import { project, test } from '../../../test.js'
import { valueText } from '../plain-value.js'
import { projectsOf } from './project.js'
import type { ScriptMessage, ScriptTask } from './protocol.js'
import { openRegistry, type RegisteredTest, type Registry } from './registry.js'
import { failuresOf, positionIn } from './thrown.js'

const task = workerData as ScriptTask
const tell = (message: ScriptMessage) => parentPort!.postMessage(message)

const load = async (): Promise<Registry> => {
  const opened = openRegistry(projectsOf(task.file, task.options))
  process.setSourceMapsEnabled(true)
  register(new URL('./test-hooks.js', import.meta.url), {
    data: {
      modules: {
        'terrane/test': new URL('./test.js', import.meta.url).href,
        terrane: new URL('./index.js', import.meta.url).href,
      },
      transformer: task.transformer,
    },
  })
  const loaded = (await import(pathToFileURL(task.file).href)) as { readonly default?: unknown }
  if (typeof loaded.default === 'function') await loaded.default({ test, project })
  if (opened.tests.length === 0)
    throw failure('test-file', 'the file has no tests', {
      labels: [{ position: { file: task.file, line: 1, column: 1 } }],
      hint: "Write some: import { test } from 'terrane/test'; test('…', async ({ project }) => { … })",
    })
  return opened
}

const run = async ({ name, body, timeout }: RegisteredTest, { project }: Registry): Promise<void> => {
  const path = [name]
  tell({ kind: 'start', path, timeout })
  try {
    await body({ name, project, snapshot })
    tell({ kind: 'end', path, failures: [] })
  } catch (error) {
    tell({ kind: 'end', path, failures: failuresOf(error, task.file) })
  }
}

const snapshot = (value: unknown, part?: string): void => {
  const text = typeof value === 'string' ? valueText(value) : valueText(asData(value))
  const position = positionIn(task.file, new Error())
  tell({ kind: 'snapshot', text, position, ...(part === undefined ? {} : { part }) })
}

/** What JSON can hold of it, and integers beyond it. */
const asData = (value: unknown): never =>
  (typeof value === 'bigint' ? value : JSON.parse(JSON.stringify(value) ?? 'null')) as never

const main = async (): Promise<void> => {
  let opened: Registry
  try {
    opened = await load()
  } catch (error) {
    tell({ kind: 'broken', failures: failuresOf(error, task.file) })
    return
  }
  for (const one of opened.tests) {
    if (task.name !== null && !one.name.includes(task.name)) continue
    if (one.skipped) tell({ kind: 'skipped', path: [one.name] })
    else await run(one, opened)
  }
}

await main()
for (const stream of [process.stdout, process.stderr])
  await new Promise<void>(resolve => void stream.write('', () => resolve()))
// A test may have left a timer or a server behind: who hears this waits for nothing more.
tell({ kind: 'finished' })
