import { execFileSync } from 'node:child_process'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Diagnostic, TerraneError } from '../../src/contracts/diagnostic.js'
import { compile } from '../../src/project/compile.js'
import { resolveEntries } from '../../src/project/entry.js'
import { fileInCheckout, flakeReference, withLockHint } from '../../src/project/flake.js'
import { why } from '../../src/project/why.js'
import { compileOptions, temporaryFolder } from '../support/compile.js'
import { hasGit, hasNix, repository } from '../support/nix.js'
import { scratch } from '../support/scratch.js'

/** A git checkout of fixtures/flake, with one file that git does not track. */
const checkout = (): string => {
  const folder = temporaryFolder()
  cpSync(join(repository, 'fixtures', 'flake'), folder, { recursive: true })
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: folder, stdio: 'ignore' })
  git('init', '-q')
  git('add', '.')
  writeFileSync(join(folder, 'untracked.nix'), '{ }\n')
  return folder
}

const compileOutput = async (...references: readonly string[]) =>
  await compile({ ...compileOptions('unused'), entries: resolveEntries(references, '/') }, () => {})

const errors = async (reference: string): Promise<readonly Diagnostic[]> => {
  try {
    await compileOutput(reference)
  } catch (error) {
    if (error instanceof TerraneError) return error.diagnostics
    throw error
  }
  throw new Error(`${reference} compiled`)
}

describe.skipIf(!hasNix || !hasGit).concurrent('an output of a flake', () => {
  it('that carries its modules is compiled from them', async () => {
    const { text } = await compileOutput(`${checkout()}#web`)
    expect(JSON.parse(text).resource.terraform_data.web.input).toBe('eu-central-1')
  })

  it('may be a module itself', async () => {
    const { text } = await compileOutput(`${checkout()}#plain`)
    expect(JSON.parse(text).resource.terraform_data.plain.input).toBe('plain')
  })

  it('goes together with other outputs and with files', async () => {
    const flake = checkout()
    writeFileSync(join(flake, 'more.nix'), '{ resource.terraform_data.more.input = "more"; }\n')
    const { text } = await compileOutput(`${flake}#web`, `${flake}#plain`, join(flake, 'more.nix'))
    expect(Object.keys(JSON.parse(text).resource.terraform_data)).toEqual(['more', 'plain', 'web'])
  })

  it('that is a derivation goes together with nothing', async () => {
    const flake = checkout()
    await expect(compileOutput(`${flake}#plain`, `${flake}#built`)).rejects.toThrow(
      "the output `built' is a derivation: its modules, and what they make, are not known",
    )
  })

  it('that is a derivation is built, and its document taken digit by digit, with a warning', async () => {
    const { text, warnings } = await compileOutput(`${checkout()}#built`)
    expect(text).toBe('{"resource":{"terraform_data":{"built":{"input":9223372036854775807}}}}\n')
    expect(warnings.map(warning => warning.message)).toEqual([
      expect.stringContaining('without the Nix positions of its values'),
    ])
  })

  it('that does not exist says where it was looked for', async () => {
    const [error] = await errors(`${checkout()}#nothing`)
    expect(error).toMatchObject({
      code: 'flake-missing-output',
      message: expect.stringMatching(
        /does not provide attribute 'terraneConfigurations.nothing', 'packages\..*' or 'nothing'/,
      ),
    })
  })

  it('that needs a file which git does not track says so', async () => {
    const [error] = await errors(`${checkout()}#untracked`)
    expect(error).toMatchObject({
      code: 'flake-untracked-file',
      message: "the flake can't see untracked.nix: git does not track it",
      labels: [{ position: { file: expect.stringMatching(/\/flake\.nix$/), line: 12 } }],
      hint: 'git add --intent-to-add untracked.nix',
    })
  })

  it('has its errors in the checkout, not in the store', async () => {
    const folder = checkout()
    const [error] = await errors(`${folder}#conflict`)
    expect(error?.code).toBe('module-conflict')
    expect(error?.labels.map(label => label.position.file)).toEqual(
      expect.arrayContaining([join(folder, 'infra.nix')]),
    )
  })

  it('has the places of modules that are functions in the checkout, in every kind of message', async () => {
    const folder = checkout()
    const flake = join(folder, 'flake.nix')
    const lineOf = (text: string) =>
      readFileSync(flake, 'utf8')
        .split('\n')
        .findIndex(line => line.includes(text)) + 1
    const [type] = await errors(`${folder}#wrong-type`)
    expect(type).toMatchObject({
      code: 'module-type',
      message: expect.stringContaining(`- In \`${flake}': "many"`),
      labels: [{ position: { file: flake, line: lineOf('size = "many"') } }],
    })
    const [assertion] = await errors(`${folder}#failing`)
    expect(assertion).toMatchObject({
      message: 'Failed assertion: it never holds',
      labels: [{ position: { file: flake, line: lineOf('it never holds') } }],
    })
    const options = { ...compileOptions('unused'), entries: resolveEntries([`${folder}#closure`], '/') }
    expect(await why(['resource', 'terraform_data', 'closure', 'input'], options)).toMatchObject({
      value: 1,
      definitions: [{ status: 'used', position: { file: flake, line: lineOf('closure.input = ') } }],
    })
  })

  it('takes no file of an input for one of its own', () => {
    const folder = scratch()
    writeFileSync(join(folder, 'infra.nix'), 'the same name, and another text')
    const elsewhere = '/nix/store/00000000000000000000000000000000-source/infra.nix'
    expect(fileInCheckout(elsewhere, folder)).toBe(elsewhere)
  })
})

describe('the reference of a flake', () => {
  it('is git+file: in a checkout, so that only tracked files count, else path:', () => {
    const folder = temporaryFolder()
    expect(flakeReference(folder)).toBe(`path:${folder}`)
    expect(flakeReference(join(repository, 'fixtures', 'flake'))).toMatch(
      /^git\+file:\/\/.*\?dir=fixtures%2Fflake$/,
    )
  })
})

it.each([
  ['git+file:///srv/infra', '/srv/infra'],
  ['git+file:///srv/infra?dir=hosts/web', '/srv/infra/hosts/web'],
  ['path:/srv/infra', '/srv/infra'],
])('the flake of a host that has no lock file is named: %s', (reference, folder) => {
  const message = `flake '${reference}' requires lock file changes but they're not allowed due to '--no-update-lock-file'`
  const diagnostic = { code: 'nix-evaluation', severity: 'error', message, labels: [] } as const
  expect(withLockHint(diagnostic).hint).toBe(`nix flake lock ${folder}`)
  expect(withLockHint({ ...diagnostic, message: `flake '${reference}' is empty` }).hint).toBeUndefined()
})
