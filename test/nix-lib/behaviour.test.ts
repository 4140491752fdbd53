/** What users rely on: fixtures/nix-lib/behaviour.nix, each case with its value, evaluated in one process. */
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { hasNix } from '../support/nix.js'
import { bundledLib, evaluated, fixtures, instantiate } from './instantiate.js'

const cases = `import ${join(fixtures, 'behaviour.nix')} (import ${bundledLib})`

interface Case {
  readonly expr: unknown
  readonly expected: unknown
}

const names = hasNix
  ? ((await evaluated(`builtins.attrNames (${cases})`)) as readonly string[])
  : ['nothing, as nix is not on PATH']

describe.skipIf(!hasNix)('The bundled lib (needs nix)', () => {
  let values: Readonly<Record<string, Case>>
  beforeAll(async () => {
    values = (await evaluated(cases)) as Readonly<Record<string, Case>>
  })

  it.each(names)('%s', name => {
    expect(values[name]!.expr).toEqual(values[name]!.expected)
  })

  it('says of a function that it lacks where to get it', async () => {
    const { stderr } = await instantiate(`(import ${bundledLib}).licenses.mit`)
    expect(stderr).toContain(
      "lib.licenses is not in terrane's bundled lib; point terrane at nixpkgs' lib with --lib PATH or NIX_PATH=nixpkgs=PATH",
    )
  })

  it('says so for the functions of a topic too', async () => {
    const { stderr } = await instantiate(`(import ${bundledLib}).generators.toDconfINI { }`)
    expect(stderr).toContain("lib.generators.toDconfINI is not in terrane's bundled lib")
  })

  it('leaves the options of a cycle in the trace, innermost first', async () => {
    const { stderr } = await instantiate(
      `((import ${bundledLib}).evalModules { modules = [ ${join(fixtures, 'modules', 'cycle.nix')} ]; }).config.a`,
      ['--show-trace'],
    )
    const options = [...stderr.matchAll(/^\s*… while evaluating the option `(.*)':$/gm)].map(
      match => match[1],
    )
    expect(options).toEqual(['servers.web.size', 'b', 'a'])
  })

  it('reads nothing but its own files', async () => {
    const onlyLib = ['--option', 'restrict-eval', 'true', '-I', `lib=${bundledLib}`]
    const { stdout, stderr } = await instantiate(
      `((import ${bundledLib}).evalModules { modules = [ { options = { }; } ]; }).config`,
      onlyLib,
    )
    expect({ stdout: stdout.trim(), stderr }).toEqual({ stdout: '{}', stderr: '' })
  })
})
