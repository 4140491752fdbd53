/**
 * Flakes without a network: a folder of their own, whose inputs are this repository and the stand-ins of
 * fixtures/flake-library, or the real nixpkgs and flake-parts where TERRANE_NIXPKGS and TERRANE_FLAKE_PARTS name them.
 */
import { execFile, execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { temporaryFolder } from './compile.js'
import { nixConfig, nixpkgsLib, repository } from './nix.js'

const standIns = join(repository, 'fixtures', 'flake-library')

const where = (program: string): string => {
  try {
    return execFileSync('/bin/sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim()
  } catch {
    return `/no-${program}`
  }
}

/** The stand-in for nixpkgs, with a lib. */
const standInPackages = (): string => {
  const folder = join(temporaryFolder(), 'nixpkgs')
  cpSync(join(standIns, 'nixpkgs'), folder, { recursive: true })
  cpSync(nixpkgsLib ?? join(repository, 'nix', 'lib'), join(folder, 'lib'), { recursive: true })
  const programs = { terraform: where('terraform'), terrane: join(repository, 'dist', 'cli.cjs') }
  writeFileSync(join(folder, 'programs.json'), JSON.stringify(programs))
  return folder
}

export interface FlakeInputs {
  readonly nixpkgs: string
  readonly 'flake-parts': string
  readonly terrane: string
}

/** What of this repository a flake of it has. */
const ownParts = [
  'default.nix',
  'examples',
  'flake.nix',
  'nix',
  'package-lock.json',
  'package.json',
  'templates',
]

/** References of the inputs. Made once a test file: Nix copies them into its store. */
export const flakeInputs = (): FlakeInputs => {
  const terrane = join(temporaryFolder(), 'terrane')
  for (const part of ownParts) cpSync(join(repository, part), join(terrane, part), { recursive: true })
  return {
    nixpkgs: `path:${process.env.TERRANE_NIXPKGS ?? standInPackages()}`,
    'flake-parts': `path:${process.env.TERRANE_FLAKE_PARTS ?? join(standIns, 'flake-parts')}`,
    terrane: `path:${terrane}`,
  }
}

/** Writes files of a project into a new folder; a git checkout of it where `git` says so. */
export const projectFolder = (
  files: Readonly<Record<string, string>>,
  { git = true }: { readonly git?: boolean } = {},
): string => {
  const folder = temporaryFolder()
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  if (git) {
    execFileSync('git', ['init', '-q'], { cwd: folder })
    execFileSync('git', ['add', '.'], { cwd: folder })
  }
  return folder
}

/** The text of a flake.nix, or of a template's, with inputs that are at hand. */
export const withInputs = (text: string, inputs: FlakeInputs): string =>
  text
    .replace(/"github:NixOS\/nixpkgs\/[^"]*"/, JSON.stringify(inputs.nixpkgs))
    .replace(/"github:hercules-ci\/flake-parts"/, JSON.stringify(inputs['flake-parts']))
    .replace(/"github:terrane\/terrane"/, JSON.stringify(inputs.terrane))

export interface NixRun {
  readonly status: number
  readonly out: string
  readonly err: string
}

/** Runs `nix ARGS` with flakes. */
export const nix = (args: readonly string[], cwd: string = repository): Promise<NixRun> =>
  new Promise(resolve => {
    const env = {
      ...process.env,
      NIX_CONFIG: `experimental-features = nix-command flakes\n${nixConfig}`,
      CHECKPOINT_DISABLE: '1',
    }
    execFile('nix', [...args], { cwd, env, maxBuffer: 1 << 26 }, (error, out, err) => {
      resolve({ status: error === null ? 0 : Number(error.code ?? 1), out, err })
    })
  })

/** Its standard output; throws what it said where it failed. */
export const nixOutput = async (args: readonly string[], cwd?: string): Promise<string> => {
  const { status, out, err } = await nix(args, cwd)
  if (status !== 0) throw new Error(err)
  return out
}
