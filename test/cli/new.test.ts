/** `terrane new`: what it writes, and that each template compiles and passes its own test. */
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runEmbedded } from '../../src/nix/embedded.js'
import { builtTerrane } from '../support/built-terrane.js'
import { compileFile } from '../support/compile.js'
import { hasNix, repository } from '../support/nix.js'
import { scratch } from '../support/scratch.js'
import { terrane } from '../support/terrane.js'

const templates = join(repository, 'templates')
const names = readdirSync(templates).filter(name => !name.endsWith('.json'))
const engines = ['embedded', ...(hasNix ? (['nix'] as const) : [])] as const

/** A new project of a template. */
const made = async (name: string) => {
  const folder = scratch()
  const { status, err } = await terrane(folder, ['new', name, 'infra'])
  expect({ status, err }).toEqual({ status: 0, err: '' })
  return join(folder, 'infra')
}

describe.each(names)('the template %s', name => {
  it('is written as it is', async () => {
    const folder = await made(name)
    expect(readdirSync(folder)).toEqual(readdirSync(join(templates, name)))
    for (const file of readdirSync(folder))
      expect(readFileSync(join(folder, file), 'utf8')).toBe(readFileSync(join(templates, name, file), 'utf8'))
  })

  it('compiles to the same with each engine, and its test passes', async () => {
    const folder = await made(name)
    const documents = await Promise.all(
      engines.map(async engine => (await compileFile(join(folder, 'infra.nix'), { engine })).text),
    )
    expect(new Set(documents).size).toBe(1)
    const { status, out } = await builtTerrane(['test', '--engine', 'embedded'], { cwd: folder })
    expect({ status, out }).toMatchObject({
      status: 0,
      out: expect.stringMatching(/^ok 1 - infra\.test\.nix/m),
    })
  })

  it('is Nix, all of it', async () => {
    for (const file of readdirSync(join(templates, name)).filter(file => file.endsWith('.nix'))) {
      const root = { file: join(templates, name, file) }
      const nothing = { attribute: '', strings: {}, expressions: {}, searchPath: [], cwd: templates }
      expect((await runEmbedded({ root, format: 'nix', ...nothing })).text).not.toBe('')
    }
  })

  it('leaves to git neither states nor keys', () => {
    const ignored = readFileSync(join(templates, name, '.gitignore'), 'utf8')
    expect(ignored).toBe(readFileSync(join(templates, 'default', '.gitignore'), 'utf8'))
    for (const line of ['*.tfstate', '*.key', '.terrane/']) expect(ignored.split('\n')).toContain(line)
  })
})

it('hetzner deploys as soon as there is something to deploy', async () => {
  const folder = await made('hetzner')
  const manifest = join(folder, 'terrane.deploy.json')
  await builtTerrane(['compile', '--engine', 'embedded'], { cwd: folder })
  expect(existsSync(manifest)).toBe(false)
  writeFileSync(join(folder, 'hardware-configuration.nix'), '{ }')
  await builtTerrane(['compile', '--engine', 'embedded'], { cwd: folder })
  expect(readFileSync(manifest, 'utf8')).toContain('.#nixosConfigurations.web')
})

describe('new', () => {
  it('says what it wrote, and what comes next', async () => {
    const { status, out } = await terrane(scratch(), ['new', 'server', 'machines/one'])
    expect(status).toBe(0)
    expect(out).toMatchSnapshot()
  })

  it('takes the smallest template and this folder where nothing is said', async () => {
    const folder = scratch()
    await terrane(folder, ['new'])
    expect(readFileSync(join(folder, 'infra.nix'), 'utf8')).toContain('terraform_data.greeting')
  })

  it('says it as a shell reads it', async () => {
    const folder = scratch()
    expect((await terrane(folder, ['new', 'default', 'my infra'])).out).toContain("  cd 'my infra'\n")
    expect((await terrane(folder, ['new', 'default', '--', '-x'])).out).toContain('  cd ./-x\n')
  })

  it('overwrites nothing', async () => {
    const folder = scratch()
    mkdirSync(join(folder, '.git'))
    writeFileSync(join(folder, 'README.md'), 'mine')
    const { out } = await terrane(folder, ['new'])
    expect(out).toContain('kept  README.md, which was there already')
    expect(out).not.toContain('git init')
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe('mine')
    const { status, err } = await terrane(folder, ['new', 'aws', '.'])
    expect({ status, err: err.replaceAll(folder, 'FOLDER') }).toMatchSnapshot()
    expect(existsSync(join(folder, 'configuration.nix'))).toBe(false)
  })

  it('tells programs the same', async () => {
    const folder = scratch()
    const { out } = await terrane(folder, ['new', '--json'])
    expect(JSON.parse(out)).toEqual({
      template: 'default',
      folder,
      written: ['.gitignore', 'README.md', 'flake.nix', 'infra.nix', 'infra.test.nix'],
      kept: [],
      next: ['git init && git add .', 'terrane plan', 'terrane apply', 'terrane test'],
    })
    const { out: listed } = await terrane(folder, ['new', '--list', '--json'])
    const lines = listed.trim().split('\n')
    expect(lines.map(line => JSON.parse(line).name).sort()).toEqual([...names].sort())
  })

  it.each([
    ['a template that is not there', ['awz']],
    ['a folder without a template', ['my-infra']],
    ['a folder that is a file', ['default', 'file']],
    ['a list of one', ['aws', '--list']],
    ['a folder without a name', ['default', '']],
    ['a link to nowhere', ['default', 'link']],
  ])('refuses %s', async (_, args) => {
    const folder = scratch()
    writeFileSync(join(folder, 'file'), '')
    symlinkSync('gone', join(folder, 'link'))
    const { status, err } = await terrane(folder, ['new', ...args])
    expect({ status, err: err.replaceAll(folder, 'FOLDER') }).toMatchSnapshot()
  })
})
