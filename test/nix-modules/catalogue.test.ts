/** The modules of nix/modules/catalogue/: what the examples don't show. test/examples/catalogue-offline.test.ts applies those. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { renderDiagnostic } from '../../src/cli/render/diagnostic.js'
import {
  compileErrors,
  compileFile,
  documentOfNix,
  type Settings,
  temporaryFolder,
} from '../support/compile.js'
import { hasNix, nixpkgsLib, repository } from '../support/nix.js'

const fixture = (name: string) => join(repository, 'fixtures', 'catalogue', name)

const settings: readonly { readonly name: string; readonly given: Settings }[] = [
  { name: 'the embedded evaluator', given: { engine: 'embedded' } },
  ...(hasNix ? [{ name: 'Nix', given: { engine: 'nix' } as const }] : []),
  ...(nixpkgsLib === undefined
    ? []
    : [{ name: 'the lib of nixpkgs', given: { engine: 'embedded', lib: nixpkgsLib } as const }]),
]

describe.each(settings)('with $name', ({ given }) => {
  const compiled = async (name: string) => JSON.parse((await compileFile(fixture(name), given)).text)

  it("keeps Google's rules for names, and a name says what is in the image", async () => {
    const { google_compute_image: images } = (await compiled('names.nix')).resource
    const names: string[] = Object.values<{ name: string }>(images).map(({ name }) => name)
    expect(names).toHaveLength(14)
    for (const name of names) {
      expect(name).toMatch(/^[a-z]([-a-z0-9]*[a-z0-9])?$/)
      expect(name.length).toBeLessThanOrEqual(63)
    }
    expect(names.filter(name => /^nixos-web-[0-9a-z]{16}$/.test(name))).toHaveLength(1)
  })

  it('takes pinned images, finds the newest of others, and writes rules one by one', async () => {
    const expected = JSON.parse(readFileSync(fixture('pinned.tf.json'), 'utf8'))
    expect(await compiled('pinned.nix')).toEqual(expected)
  })

  it('tells errors of several modules together', async () => {
    const errors = await compileErrors(fixture('several-errors.nix'), given)
    expect(errors.map(({ code, message }) => [code, /`(.*?)'/.exec(message)![1]]).sort()).toEqual([
      ['module-type', 'nixos.images.aws.web.release'],
      ['module-type', 'sshKeys.deploy.register."[definition 1-entry 1]"'],
      ['module-unknown-option', 'nixos.images.aws.web.relase'],
      ['module-unknown-option', 'securityGroups.web.ingress."[definition 1-entry 2]".port'],
    ])
  })

  it('is not there for a project that does not import it, which is told what to import', async () => {
    const file = join(temporaryFolder(), 'infra.nix')
    writeFileSync(file, '{ sshKeys.deploy = { }; nixos.images.aws.web.release = "25.05"; }')
    const errors = await compileErrors(file, given)
    expect(errors.map(({ message, hint }) => [message.split('\n')[0], hint])).toEqual([
      [
        "The option `nixos.images' does not exist. Definition values:",
        'the catalogue has them, a module for each cloud: imports = [ lib.catalogue.images-aws ];',
      ],
      [
        "The option `sshKeys' does not exist. Definition values:",
        'the catalogue has it: imports = [ lib.catalogue.ssh-keys ];',
      ],
    ])
  })

  it('says what makes no sense, all at once', async () => {
    const messages = (await compileErrors(fixture('wrong.nix'), given)).map(({ message }) => message)
    expect(messages.sort()).toEqual([
      "Failed assertion: nixos.images.aws.nowhere: `pinned' has no image for x86_64 in a region that is not named (set `region')",
      "Failed assertion: nixos.images.aws.other: `pinned' has no image for aarch64 in eu-central-1",
      "Failed assertion: nixos.images.digitalocean.own: an image from a URL needs `regions'",
      "Failed assertion: nixos.images.google.both: set one of `release', `image' and `source'",
    ])
  })
})

describe('what a cloud would refuse', () => {
  const cwd = fixture('.')
  const shown = async (name: string) =>
    (await compileErrors(fixture(name), { engine: 'embedded' }))
      .map(one => renderDiagnostic(one, { colour: false, cwd, readSource: () => undefined }))
      .join('')
      .replaceAll(repository, '<repository>')

  it('is told at its line', async () => expect(await shown('refused.nix')).toMatchSnapshot())
  it('and so are rules of one name', async () => expect(await shown('clashing.nix')).toMatchSnapshot())
  it('is nothing of this', async () => {
    const { text } = await compileFile(fixture('taken.nix'), { engine: 'embedded' })
    expect(Object.keys(JSON.parse(text).resource.aws_vpc_security_group_ingress_rule)).toHaveLength(10)
  })
})

describe.skipIf(!hasNix)('with a real Nix', () => {
  it("is what Nix' own module system makes of it", async () => {
    const file = fixture('pinned.nix')
    expect((await compileFile(file)).text).toBe(await documentOfNix(file))
  })

  it('builds an image before a plan, under a name that changes with its configuration', async () => {
    const nixpkgs = join(temporaryFolder(), 'nixpkgs')
    cpSync(fixture('nixpkgs'), nixpkgs, { recursive: true })
    cpSync(nixpkgsLib ?? join(repository, 'nix', 'lib'), join(nixpkgs, 'lib'), { recursive: true })
    const build = async (hostName: string) => {
      const searchPath = [`nixpkgs=${nixpkgs}`]
      const { text } = await compileFile(fixture('built.nix'), { searchPath, strings: { hostName } })
      const { google_compute_image: images, google_storage_bucket_object: objects } =
        JSON.parse(text).resource
      const { source } = objects.nixos_custom_web
      expect(images.nixos_custom_web.name).toBe(
        `nixos-web-${source.slice('/nix/store/'.length).slice(0, 16)}`,
      )
      return { source, content: readFileSync(source, 'utf8') }
    }
    const first = await build('first')
    expect(first.content).toContain('"hostName":"first"')
    expect(first.source).toMatch(/-nixos-image-web\.raw\.tar\.gz$/)
    expect((await build('second')).source).not.toBe(first.source)
  })
})
