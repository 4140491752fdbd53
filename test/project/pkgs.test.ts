/** `pkgs` in modules: where it comes from, and that a project which doesn't use it pays nothing. */
import { cpSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { pkgsSource } from '../../src/project/pkgs-source.js'
import { compileErrors, compileFile, type Settings, temporaryFolder } from '../support/compile.js'
import { complaint } from '../support/diagnostics.js'
import { hasNix, repository } from '../support/nix.js'
import { scratch } from '../support/scratch.js'

const fixtures = join(repository, 'fixtures', 'pkgs')
const project = join(fixtures, 'project', 'infra.nix')
const without = join(fixtures, 'project', 'without.nix')

const inputOf = async (file: string, settings: Settings) =>
  JSON.parse((await compileFile(file, settings)).text).resource.terraform_data.machine.input

describe('--pkgs', () => {
  it('is a folder, a file, a name of the search path, or a flake', () => {
    expect(pkgsSource('nixpkgs', fixtures)).toEqual({ kind: 'path', path: join(fixtures, 'nixpkgs') })
    expect(pkgsSource('overlaid.nix', fixtures)).toMatchObject({ kind: 'path' })
    expect(pkgsSource('<nixpkgs>', fixtures)).toEqual({ kind: 'search', name: 'nixpkgs' })
    expect(pkgsSource('nixpkgs/nixos-24.05', '/')).toEqual({
      kind: 'flake',
      reference: 'flake:nixpkgs/nixos-24.05',
    })
    expect(pkgsSource('github:NixOS/nixpkgs#legacyPackages', '/')).toEqual({
      kind: 'flake',
      reference: 'github:NixOS/nixpkgs',
      output: 'legacyPackages',
    })
  })

  it('of nothing says so', async () => {
    expect(await complaint(() => pkgsSource('./nixpgs', fixtures), fixtures)).toBe(
      [
        'error[file-access]: --pkgs: there is no file or folder <here>/nixpgs',
        '  hint: did you mean nixpkgs?',
        '',
      ].join('\n'),
    )
    expect(await complaint(() => pkgsSource('project', fixtures), fixtures)).toContain(
      'the folder project has neither a default.nix nor a flake.nix',
    )
  })
})

describe.skipIf(!hasNix)('pkgs in modules', () => {
  it('are those of a folder with nixpkgs, whose lib comes with them', async () => {
    const pkgs = pkgsSource('nixpkgs', fixtures)
    const input = await inputOf(project, { pkgs })
    expect(readFileSync(input.banner, 'utf8')).toBe('from pkgs\n')
    expect(readFileSync(input.manual, 'utf8')).toBe('the manual\n')
    expect(input).toMatchObject({ ofPkgs: true, unfree: false })
  })

  it('are those that a file makes, with its overlays', async () => {
    const input = await inputOf(project, { pkgs: pkgsSource('overlaid.nix', fixtures) })
    expect(readFileSync(input.banner, 'utf8')).toBe('from an overlay\n')
    expect(input.unfree).toBe(true)
  })

  it('are those of a flake', async () => {
    const folder = scratch()
    cpSync(join(fixtures, 'nixpkgs', 'packages.nix'), join(folder, 'packages.nix'))
    writeFileSync(
      join(folder, 'flake.nix'),
      '{ outputs = { self }: { legacyPackages.${builtins.currentSystem} = import ./packages.nix { system = builtins.currentSystem; }; }; }',
    )
    const input = await inputOf(project, { pkgs: pkgsSource('.', folder) })
    expect(readFileSync(input.banner, 'utf8')).toBe('from pkgs\n')
    const [error] = await compileErrors(project, { pkgs: pkgsSource('.#mine', folder) })
    expect(error).toMatchObject({
      code: 'flake-missing-output',
      message: expect.stringContaining("does not provide attribute 'mine', which --pkgs names"),
    })
  })

  it('are kept from garbage collection as long as the document names them', async () => {
    const workFolder = temporaryFolder()
    const pkgs = pkgsSource('nixpkgs', fixtures)
    const roots = join(workFolder, '.terrane', 'gcroots')
    const kept = () => readdirSync(roots).map(root => realpathSync(join(roots, root)).slice(44))
    await compileFile(project, { workFolder, pkgs })
    expect(kept().sort()).toEqual(['banner', 'two-doc'])
    await compileFile(without, { workFolder, pkgs })
    expect(kept()).toEqual([])
  })

  it('that can not be built are named, with the end of the log', async () => {
    const file = join(scratch(), 'infra.nix')
    writeFileSync(file, '{ pkgs, ... }: { locals = { a = "${pkgs.broken}"; b = "${pkgs.banner}"; }; }')
    const [error] = await compileErrors(file, { pkgs: pkgsSource('nixpkgs', fixtures) })
    expect(error).toMatchObject({
      code: 'nix-build',
      message: expect.stringMatching(/-broken\.drv could not be built$/),
      notes: expect.arrayContaining(['it can not be built']),
    })
  })
})

describe.each(['nix', 'embedded'] as const)('with the engine %s', engine => {
  it.skipIf(engine === 'nix' && !hasNix)('pkgs that nobody uses are not evaluated', async () => {
    const file = join(scratch(), 'pkgs.nix')
    writeFileSync(file, 'throw "looked at"')
    const pkgs = pkgsSource(file, '/')
    expect(await inputOf(without, { engine, pkgs })).toBe(1)
    const [error] = await compileErrors(project, { engine, pkgs })
    expect(error?.message).toBe('looked at')
  })

  it.skipIf(engine === 'nix' && !hasNix)('pkgs that are nowhere say how to name some', async () => {
    const before = process.env.NIX_PATH
    process.env.NIX_PATH = ''
    const [error] = await compileErrors(project, { engine })
    if (before === undefined) delete process.env.NIX_PATH
    else process.env.NIX_PATH = before
    expect(error?.message).toBe(
      "a module asks for `pkgs', and there is no nixpkgs: name one with --pkgs, -I nixpkgs=PATH or NIX_PATH",
    )
    expect(error?.labels[0]?.position.file).toBe(project)
  })
})

it('pkgs can be computed without a Nix, and what must be built says who can build it', async () => {
  const [error] = await compileErrors(project, { engine: 'embedded', pkgs: pkgsSource('nixpkgs', fixtures) })
  expect(error).toMatchObject({ code: 'nix-unsupported', hint: expect.stringContaining('--engine nix') })
})
