/** Every kind of error: Nix' words, the place in the user's file, the trace, what may have been meant. */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { type Diagnostic, TerraneError } from '../../../src/contracts/diagnostic.js'
import { runEmbedded } from '../../../src/nix/embedded.js'
import { hasNix, runNix } from '../real/nix.js'

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../../fixtures/eval-errors')
const file = join(folder, 'cases.nix')

const request = (attribute: string, showTrace = false) => ({
  root: { file },
  format: 'json' as const,
  attribute,
  strings: {},
  expressions: {},
  searchPath: [],
  cwd: folder,
  showTrace,
})

const diagnosticOf = async (attribute: string, showTrace = false): Promise<Diagnostic> => {
  try {
    await runEmbedded(request(attribute, showTrace), { env: {} })
  } catch (error) {
    if (error instanceof TerraneError) return error.diagnostics[0]
    throw error
  }
  throw new Error(`${attribute} did not fail`)
}

/** The diagnostic as lines, without the folder that this project lies in. */
const shown = ({ code, message, labels, notes, hint }: Diagnostic): string =>
  [
    `${code}: ${message}`,
    ...labels.map(
      ({ position, text }) =>
        `  at ${position.file}:${position.line}:${position.column}${text ? `: ${text}` : ''}`,
    ),
    ...(notes ?? []).map(note => `  … ${note}`),
    ...(hint ? [`  hint: ${hint}`] : []),
  ]
    .join('\n')
    .replaceAll(`${folder}/`, '')

const attributes = [
  'missingAttribute',
  'undefinedInWith',
  'type',
  'addBool',
  'callInt',
  'thrown',
  'assertion',
  'assertionOther',
  'recursion',
  'argument',
  'unexpected',
  'overflow',
  'context',
  'coerce',
  'file',
  'syntax',
  'search',
  'fetch',
  'json',
  'compare',
  'head',
]

test.each(attributes)('%s', async attribute => {
  expect(shown(await diagnosticOf(attribute))).toMatchSnapshot()
})

// Real Nix 2.8 takes an overflow as it comes, and waits for the network to fetch.
const alsoInNix = attributes.filter(name => name !== 'overflow' && name !== 'fetch')

test.skipIf(!hasNix).each(alsoInNix)('the real Nix rejects %s too', attribute => {
  expect(runNix('nix-instantiate', ['--eval', '--strict', '--json', file, '-A', attribute]).status).not.toBe(
    0,
  )
})
