/** The engine: what a request asks for, and what it may not. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { TerraneError } from '../../../src/contracts/diagnostic.js'
import { type EmbeddedOptions, evaluateEmbedded, runBounded } from '../../../src/nix/embedded.js'
import type { EvaluateRequest } from '../../../src/nix/evaluate.js'

const project = join(dirname(fileURLToPath(import.meta.url)), '../../..')
const folder = join(project, 'fixtures/eval-engine')
const isBuilt = existsSync(join(project, 'dist/embedded-worker.js'))

const evaluate = (attribute: string, options: EmbeddedOptions = {}, rest: Partial<EvaluateRequest> = {}) =>
  evaluateEmbedded(
    {
      file: join(folder, 'request.nix'),
      attribute,
      strings: {},
      expressions: {},
      searchPath: [],
      cwd: folder,
      ...rest,
    },
    { env: {}, ...options },
  )

const failureOf = async (evaluation: Promise<unknown>): Promise<string> => {
  const error: TerraneError = await evaluation.then(
    () => {
      throw new Error('did not fail')
    },
    reason => reason,
  )
  return `${error.diagnostics[0].code}: ${error.message}`
}

test('strings are arguments as they are, expressions are evaluated', async () => {
  const strings = { name: '${x} "quoted" ä' }
  expect((await evaluate('greeting', {}, { strings })).json).toBe('hello ${x} "quoted" ä')
  expect((await evaluate('next', {}, { expressions: { number: '40 + 1' } })).json).toBe(42)
  expect((await evaluate('given', {}, { strings, expressions: { extra: 'throw "unused"' } })).json).toEqual([
    'extra',
    'name',
  ])
})

test('a function at the attribute gets the arguments that it names, if there are any', async () => {
  await expect(evaluate('nested.deep')).rejects.toThrow('cannot convert a function to JSON')
  expect((await evaluate('nested.deep', {}, { strings: { other: 'y' } })).json).toBe('called with default')
  expect((await evaluate('nested.deep', {}, { strings: { only: 'x', other: 'y' } })).json).toBe(
    'called with x',
  )
})

test('the search path finds files, the request before NIX_PATH', async () => {
  const found = evaluate('found.greeting', { env: { NIX_PATH: 'here=/nowhere' } }, { searchPath: ['here=.'] })
  expect((await found).json).toBe('hello nobody')
  expect(await failureOf(evaluate('found'))).toBe(
    "nix-search-path: file 'here/request.nix' was not found in the Nix search path (add it using $NIX_PATH or -I)",
  )
})

test('a path in a string is its store path, and the result says what it stands for', async () => {
  const { json, sources, context } = await evaluate('script')
  const path = String(json).slice('sh '.length)
  expect(path).toMatch(/^\/nix\/store\/[0-9a-z]{32}-script\.sh$/)
  expect(sources.get(path)).toEqual({ kind: 'path', path: join(folder, 'script.sh') })
  expect(context).toEqual([path])
})

test('a text written to the store is kept', async () => {
  const { json, sources } = await evaluate('text')
  expect(sources.get(String(json))).toEqual({ kind: 'text', text: 'written in Nix' })
})

test.skipIf(!isBuilt)('9,000 nested calls work, and print only once what they trace', async () => {
  expect((await evaluate('deep')).json).toBe(9000)
  const lines: string[] = []
  expect((await evaluate('traced', { print: line => lines.push(line) })).json).toBe(9000)
  expect(lines).toEqual(['trace: once'])
})

test.skipIf(!isBuilt)("endless recursion fails with Nix' own message", async () => {
  expect(await failureOf(evaluate('tooDeep'))).toBe(
    'nix-stack-overflow: stack overflow; max-call-depth exceeded',
  )
})

test.skipIf(!isBuilt)(
  'a value without end is given up when it is written, before it fills the memory',
  async () => {
    expect(await failureOf(evaluate('endlessXml'))).toBe(
      'nix-stack-overflow: stack overflow; max-call-depth exceeded',
    )
  },
)

test.skipIf(!isBuilt)(
  'a thread that has done its work takes more of it, and knows nothing of before',
  async () => {
    const bounded = (
      attribute: string,
      strings: Readonly<Record<string, string>> = {},
      signal?: AbortSignal,
    ) =>
      runBounded(
        {
          root: { file: join(folder, 'request.nix') },
          format: 'json',
          attribute,
          strings,
          expressions: {},
          searchPath: [],
          cwd: folder,
        },
        { env: {} },
        { milliseconds: 30_000, ...(signal === undefined ? {} : { signal }) },
      )
    expect((await bounded('greeting', { name: 'one' })).text).toBe('"hello one"')
    expect(await failureOf(bounded('outsider'))).toContain("attribute 'outsider'")
    const givenUp = new AbortController()
    const abandoned = bounded('deep', {}, givenUp.signal)
    givenUp.abort(new Error('given up'))
    await expect(abandoned).rejects.toThrow('evaluation takes too long')
    const [two, deep] = await Promise.all([bounded('greeting', { name: 'two' }), bounded('deep')])
    expect([two.text, deep.text]).toEqual(['"hello two"', '9000'])
    expect((await bounded('greeting', { name: 'three' })).text).toBe('"hello three"')
  },
)

test('the environment is read, but not in pure evaluation', async () => {
  const env = { TERRANE_TEST: 'set' }
  expect((await evaluate('environment', { env })).json).toBe('set')
  const pure = await evaluate('environment', { env, pure: true, allowedRoots: [folder] })
  expect(pure.json).toBe('')
})

test('files outside of the allowed roots are refused', async () => {
  expect(await failureOf(evaluate('outside', { allowedRoots: [folder] }))).toBe(
    "nix-access-denied: access to path '/etc/hostname' is forbidden: it is outside of the project",
  )
  expect(await failureOf(evaluate('outside', { pure: true, allowedRoots: [folder] }))).toBe(
    "nix-access-denied: access to absolute path '/etc/hostname' is forbidden in pure evaluation mode (use '--impure' to override)",
  )
})

test('nothing runs for a request that was given up', async () => {
  const signal = AbortSignal.abort(new Error('given up'))
  await expect(evaluate('deep', {}, { signal })).rejects.toThrow('given up')
})
