/**
 * Runs the Nix project's language tests in process and prints the counts for each class:
 * `npm run lang-tests -- FOLDER [--list] [--messages]`.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { parseOnly, type Run, runEmbedded } from '../embedded/run.js'
import { classes, type LangCase, readCases } from './lang-cases.js'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Print the cases that fail, with what came. */
    list: { type: 'boolean', default: false },
    /** Print the messages that differ. */
    messages: { type: 'boolean', default: false },
    /** Only cases whose name has this in it. */
    only: { type: 'string', default: '' },
  },
})

interface Judged {
  readonly passed: boolean
  /** For failures: whether the message is the expected one. */
  readonly sameMessage?: boolean
  readonly note: string
}

const run = async (test: LangCase): Promise<Run> => {
  if (test.kind.startsWith('parse')) return parseOnly(readFileSync(test.file, 'latin1'), '«stdin»')
  return runEmbedded({
    root: { file: test.file },
    cwd: test.cwd,
    format: test.format,
    ...(test.flags.attribute === undefined ? {} : { attribute: test.flags.attribute }),
    ...(test.flags.maxCallDepth === undefined ? {} : { maxCallDepth: test.flags.maxCallDepth }),
    strings: test.flags.strings,
    expressions: test.flags.expressions,
    searchPath: [...test.flags.searchPath, ...(test.kind === 'eval-okay' ? ['lang/dir3', 'lang/dir4'] : [])],
    environment: { TEST_VAR: 'foo', HOME: '/fake-home' },
  })
}

const judge = (test: LangCase, result: Run): Judged => {
  if (result.kind === 'crash') return { passed: false, note: `crash: ${result.stack}` }
  if (test.kind.endsWith('fail')) {
    if (result.kind === 'value') return { passed: false, note: `accepted: ${result.text.slice(0, 200)}` }
    const message = result.message.replaceAll(test.cwd, '/pwd')
    const sameMessage = message.split('\n').includes(test.expectedMessage ?? '')
    return {
      passed: true,
      sameMessage,
      note: sameMessage ? '' : `\n    expected: ${test.expectedMessage}\n    ours:     ${message}`,
    }
  }
  if (result.kind === 'failure') return { passed: false, note: result.message }
  if (test.expected === undefined || test.kind === 'parse-okay') return { passed: true, note: '' }
  const text = `${result.text.replaceAll(test.cwd, '/pwd')}\n`.replace(/\n\n$/, '\n')
  return text === test.expected
    ? { passed: true, note: '' }
    : { passed: false, note: `\n    expected: ${test.expected.trimEnd()}\n    ours:     ${text.trimEnd()}` }
}

const [folder] = positionals
if (folder === undefined) {
  console.error('usage: npm run lang-tests -- FOLDER [--list] [--messages] [--only TEXT]')
  process.exit(64)
}
const cases = readCases(folder).filter(({ name }) => name.includes(options.only))
for (const kind of classes) {
  const own = cases.filter(test => test.kind === kind)
  let passed = 0
  let sameMessages = 0
  for (const test of own) {
    const result = judge(test, await run(test))
    if (result.passed) passed++
    else if (options.list) console.log(`FAIL ${test.name}: ${result.note}`)
    if (result.sameMessage) sameMessages++
    else if (result.passed && result.sameMessage === false && options.messages)
      console.log(`MESSAGE ${test.name}${result.note}`)
  }
  const messages = kind.endsWith('fail') ? `, ${sameMessages} with the expected message` : ''
  console.log(`${kind}: ${passed} of ${own.length}${messages}`)
}
