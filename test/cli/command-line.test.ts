import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { runCommandLine } from '../../src/cli/command-line.js'
import { commandTable } from '../../src/cli/command-table.js'
import type { CompileOptions } from '../../src/project/compile-options.js'
import { compileFromJson } from '../support/document-compile.js'
import { recordingTerminal } from '../support/recording-terminal.js'
import { scratch } from '../support/scratch.js'
import { terrane, writeEntry } from '../support/terrane.js'

const help = async (...args: string[]) => await terrane('/', args)

describe('without a command', () => {
  it('shows the commands', async () => {
    const { status, out } = await help('--help')
    expect(status).toBe(0)
    for (const name of Object.keys(commandTable)) expect(out).toContain(`\n  ${name} `)
    const nothing = await help()
    expect(nothing).toEqual({ status: 64, out: '', err: out, questions: [] })
  })

  it('shows the version', async () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
    expect(await help('--version')).toMatchObject({ status: 0, out: `terrane ${version}\n` })
  })
})

it.each(Object.keys(commandTable))('%s --help shows its options', async name => {
  const { status, out, err } = await help(name, '--help')
  expect({ status, err }).toEqual({ status: 0, err: '' })
  expect(out).toContain(`Usage: terrane ${name}`)
  const ofProjects = ['eval', 'import', 'new'].includes(name)
    ? []
    : name === 'options'
      ? ['--file']
      : ['--file', '--workdir']
  for (const option of ['--json', '--diagnostics', '--no-color', ...ofProjects]) expect(out).toContain(option)
  expect(await help('help', name)).toEqual(await help(name, '--help'))
})

it.each([
  [['plna']],
  [['frobnicate']],
  [['constructor']],
  [['-f', 'x.nix', 'plan']],
  [['plan', '--tarrget', 'x']],
  [['plan', '--target']],
  [['plan', 'surplus']],
  [['plan', '--engine', 'other']],
  [['plan', '--parallelism', '0']],
  [['plan', '--destroy', '--refresh-only']],
  [['plan', '--var', 'no-value']],
  [['plan', '--arg', 'name']],
  [['plan', '--arg=name', 'value']],
  [['apply', '--json']],
  [['output', '--raw']],
  [['tf']],
])('refuses %j', async args => {
  const { status, err, out } = await terrane(scratch(), args)
  expect({ status, out }).toEqual({ status: 64, out: '' })
  expect(err).toMatchSnapshot()
})

it('prints diagnostics as lines of JSON where that is asked for', async () => {
  const { status, err } = await terrane(scratch(), ['plan', '--diagnostics', 'json'])
  const lines = err.trimEnd().split('\n')
  expect(status).toBe(3)
  expect(JSON.parse(lines.at(-1)!)).toMatchObject({ code: 'entry-missing', severity: 'error', labels: [] })
})

it('calls a failure that is nobody else’s a bug, and only then shows a stack', async () => {
  const here = scratch()
  writeEntry(here, {})
  const terminal = recordingTerminal(here)
  const compile = async () => {
    throw new Error('impossible')
  }
  const status = await runCommandLine(['plan'], terminal, { compile: async () => compile })
  expect(status).toBe(70)
  expect(terminal.complained()).toContain('this is a bug in terrane')
  expect(terminal.complained()).toMatch(/Error: impossible\n +at /)
})

it('passes on how to compile, with pairs as Nix has them', async () => {
  const here = scratch()
  writeEntry(here, {})
  mkdirSync(`${here}/lib`)
  writeFileSync(`${here}/lib/default.nix`, '{ }')
  const seen: CompileOptions[] = []
  const args = [
    'validate',
    ...[
      '--arg',
      'count',
      '1 + 1',
      '--argstr',
      'name',
      '--strict',
      '--arg',
      'list',
      '[ 1 ]',
      '--arg',
      'count',
      '3',
    ],
    ...['-I', 'nixpkgs=/p', '-I', '/q', '--lib', 'lib', '--engine', 'embedded', '--with-nulls', '--strict'],
    ...['--show-trace', '--bin', './gone'],
  ]
  await runCommandLine(args, recordingTerminal(here), {
    compile: async () => async (options, emit) => {
      seen.push(options)
      return await compileFromJson(options, emit)
    },
  })
  expect(seen).toEqual([
    {
      entries: [{ kind: 'file', path: `${here}/infra.nix` }],
      workFolder: here,
      engine: 'embedded',
      takesStacks: true,
      withNulls: true,
      strict: true,
      check: true,
      showTrace: true,
      schema: true,
      expressions: { count: '3', list: '[ 1 ]' },
      strings: { name: '--strict' },
      searchPath: ['nixpkgs=/p', '/q'],
      lib: `${here}/lib`,
      cwd: here,
    },
  ])
})

it.each([
  ['an output in a folder that is not there', ['compile', '-o', 'no/x.json'], 4],
  ['an output without a name', ['compile', '-o', ''], 64],
  ['a folder as the output', ['compile', '-o', '.'], 4],
  ['a lib that is not there', ['compile', '--lib', 'no'], 4],
  ['a folder without a lib', ['compile', '--lib', '.'], 4],
  ['a duration that is none', ['plan', '--lock-timeout', 'soon'], 64],
  ['a file of variables that is not there', ['plan', '--var-file', 'no.tfvars'], 4],
  ['an entry without a name', ['compile', '-f', ''], 64],
])('refuses %s before anything is written', async (_, args, expected) => {
  const here = scratch()
  writeEntry(here, { locals: { a: 1 } })
  const { status, err } = await terrane(here, args)
  expect(status).toBe(expected)
  expect(err.replaceAll(here, '<here>').replace('compile\n', '')).toMatchSnapshot()
  expect(readdirSync(here)).toEqual(['infra.nix', 'infra.nix.json'])
})
