/** fixtures/hosts: projects with NixOS hosts, each with its manifest and document, or with what is wrong with it. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { renderDiagnostic } from '../../src/cli/render/diagnostic.js'
import { renderManifest } from '../../src/nixos/manifest-text.js'
import { readManifest } from '../../src/nixos/read-manifest.js'
import { manifestPath, writeManifest } from '../../src/project/manifest-file.js'
import { compileErrors, compileFile, documentOfNix, temporaryFolder } from '../support/compile.js'
import { hasNix, nixpkgsLib, repository } from '../support/nix.js'

const project = (name: string) => join(repository, 'fixtures', 'hosts', name)
const entry = (name: string) => join(project(name), 'infra.nix')

const engines = [...(hasNix ? (['nix'] as const) : []), 'embedded' as const]
const libs = [undefined, ...(nixpkgsLib === undefined ? [] : [nixpkgsLib])]
const ways = engines.flatMap(engine => libs.map(lib => ({ engine, ...(lib === undefined ? {} : { lib }) })))

describe.each(ways)('hosts with $engine and $lib', settings => {
  it.each(settings.lib === undefined ? ['everything', 'one-literal', 'fresh'] : ['everything'])(
    '%s has its manifest and its document',
    async name => {
      const workFolder = project(name)
      const { manifest, text } = await compileFile(entry(name), { ...settings, workFolder })
      const rendered = renderManifest(manifest!)
      expect(readManifest(rendered, 'it')).toEqual(manifest)
      const shown = rendered.replaceAll(`${repository}/fixtures/nixpkgs`, '../../nixpkgs')
      await expect(shown).toMatchFileSnapshot(join(project(name), 'expected.deploy.json'))
      await expect(text).toMatchFileSnapshot(join(project(name), 'expected.tf.json'))
      if (settings.engine === 'nix' && name === 'everything')
        expect(await documentOfNix(entry(name), settings)).toBe(text)
    },
  )

  it.each(['wrong', 'reference'])('%s is refused at its lines', async name => {
    const found = await compileErrors(entry(name), settings)
    const text = found
      .map(one =>
        renderDiagnostic(one, { colour: false, cwd: project(name), readSource: path => source(path) }),
      )
      .join('')
      .replaceAll(project(name), '<here>')
    await expect(text).toMatchFileSnapshot(join(project(name), 'errors.txt'))
  })

  it('a project with an option of that name keeps it', async () => {
    const { manifest, text } = await compileFile(entry('own-option'), settings)
    expect(manifest).toBeUndefined()
    expect(JSON.parse(text)).toEqual({ locals: { hosts: ['web'] } })
  })
})

const source = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined)

describe('terrane.deploy.json', () => {
  it('has no secret in it', async () => {
    const { manifest, text } = await compileFile(entry('everything'), { engine: 'embedded' })
    expect(renderManifest(manifest!)).not.toContain('costs')
    expect(text).not.toContain('costs')
  })

  it('goes with the last host', async () => {
    const folder = temporaryFolder()
    const { manifest } = await compileFile(entry('one-literal'), { engine: 'embedded' })
    writeManifest(folder, manifest, () => {})
    expect(existsSync(manifestPath(folder))).toBe(true)
    writeManifest(folder, undefined, () => {})
    expect(existsSync(manifestPath(folder))).toBe(false)
  })

  it('is left alone where it is something else', () => {
    const folder = temporaryFolder()
    mkdirSync(folder, { recursive: true })
    writeFileSync(manifestPath(folder), 'mine')
    writeManifest(folder, undefined, () => {})
    expect(readFileSync(manifestPath(folder), 'utf8')).toBe('mine')
  })

  it('of another version is refused', () => {
    expect(() => readManifest('{ "version": 2, "hosts": {} }', '/here/terrane.deploy.json')).toThrow(
      '/here/terrane.deploy.json is no deploy manifest that this terrane can read',
    )
  })
})
