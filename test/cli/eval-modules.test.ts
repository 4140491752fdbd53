import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasNix, nixpkgsLib, repository } from '../support/nix.js'
import { terrane } from '../support/terrane.js'

const folder = join(repository, 'fixtures', 'eval-modules')
const engines = [
  ['embedded', true],
  ['nix', hasNix],
] as const
const libs = [
  ['the bundled lib', []],
  ["nixpkgs' lib", nixpkgsLib === undefined ? undefined : ['--lib', nixpkgsLib]],
] as const

const evalModules = (args: readonly string[]) =>
  terrane(folder, [
    'eval',
    '--argstr',
    'domain',
    'example.com',
    ...args,
    '--modules',
    'service.nix',
    'settings.nix',
  ])

describe.each(engines)('eval --modules with the engine %s', (engine, there) => {
  describe.each(libs)('and %s', (_, lib) => {
    const by = ['--engine', engine, ...(lib ?? [])]
    const may = it.skipIf(!there || lib === undefined)

    may('prints the config of any modules, without options of terrane', async () => {
      const { out, status } = await evalModules([...by, '--json'])
      expect(JSON.parse(out)).toEqual({
        domain: 'example.com',
        services: {
          mail: { host: 'mail.example.com', port: 25 },
          web: { host: 'web.example.com', port: 8080 },
        },
      })
      expect(status).toBe(0)
    })

    may('prints a part of it, in any form', async () => {
      const web = [...by, '--attr', 'config.services.web']
      expect((await evalModules(web)).out).toBe('{ host = "web.example.com"; port = 8080; }\n')
      expect((await evalModules([...by, '--raw', '-A', 'config.services.web.host'])).out).toBe(
        'web.example.com',
      )
      expect((await evalModules([...by, '--xml', '-A', 'config.services.web.port'])).out).toContain(
        '<int value="8080" />',
      )
      expect((await evalModules([...by, '-A', 'options.domain.type.description'])).out).toBe('"string"\n')
    })

    may.each([
      ['conflict.nix', 'module-conflict', ['settings.nix:4:3', 'conflict.nix:2:3']],
      ['typo.nix', 'module-unknown-option', ['typo.nix:2:3']],
      ['wrong-type.nix', 'module-type', ['wrong-type.nix:2:3']],
    ])('points at what is wrong in %s', async (file, code, places) => {
      const { err, out, status } = await terrane(folder, [
        'eval',
        ...by,
        '--argstr',
        'domain',
        'example.com',
        '--modules',
        'service.nix',
        'settings.nix',
        file,
      ])
      expect(err).toContain(`error[${code}]: `)
      for (const place of places) expect(err).toContain(`--> ${place}\n`)
      expect({ out, status }).toEqual({ out: '', status: 3 })
    })

    may('says what renamed and removed options need', async () => {
      const { err } = await terrane(folder, [
        'eval',
        ...by,
        '--argstr',
        'domain',
        'example.com',
        '--modules',
        'service.nix',
        'settings.nix',
        'removed.nix',
      ])
      expect(err).toContain("The option `assertions' does not exist")
      expect(err).toContain('declare it, options.assertions = lib.mkOption')
    })

    may('names an argument that nobody gives', async () => {
      const { err } = await terrane(folder, ['eval', ...by, '--modules', 'service.nix', 'settings.nix'])
      expect(err).toContain("the module function asks for an argument 'domain', which nobody gives")
      expect(err).toContain('--> settings.nix:1:3')
    })
  })
})

describe('eval --modules', () => {
  it('says that an attribute is one of the config', async () => {
    const { err, status } = await evalModules(['--attr', 'services.web'])
    expect(err).toBe(
      "error[usage]: modules have `config' and `options', and no `services'\n  hint: --attr config.services.web\n",
    )
    expect(status).toBe(64)
  })

  it('looks for the files as other commands do', async () => {
    const { err } = await terrane(folder, ['eval', '--modules', 'servce.nix'])
    expect(err).toContain('did you mean service.nix?')
  })

  it('is about modules and nothing else', async () => {
    expect((await evalModules(['-E', '1'])).err).toContain("modules are given, and '1' as well")
    expect((await evalModules(['--pure-eval'])).err).toContain('--pure-eval and --modules exclude each other')
    expect((await terrane(folder, ['eval', '--lib', '.', 'x.nix'])).err).toContain(
      '--lib goes with --modules',
    )
  })
})

it.each(engines)(
  'a message that nixpkgs colours comes without colours from the engine %s',
  async (engine, there) => {
    if (!there) return
    const { err } = await terrane(folder, [
      'eval',
      '--engine',
      engine,
      '--json',
      '-E',
      `let lib = import ${repository}/nix/lib; in (lib.evalModules { modules = [ (lib.evalModules { modules = [ ]; }) ]; }).config`,
    ])
    expect(err).toContain('Expected a module, but found a value of type "configuration"')
    expect(err).not.toContain('\u001b')
  },
)
