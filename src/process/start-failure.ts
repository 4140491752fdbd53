import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { failure, type TerraneError } from '../contracts/diagnostic.js'

/** How to get the programs that terrane starts. */
const howToGet: Readonly<Record<string, string>> = {
  nix: 'install Nix (https://nixos.org/download), or evaluate without it: --engine embedded',
  git: 'install git with your package manager',
  ssh: 'install the OpenSSH client with your package manager',
  tofu: 'install OpenTofu (https://opentofu.org/docs/intro/install), or name the program with --bin PATH',
  terraform:
    'install Terraform (https://developer.hashicorp.com/terraform/install), or name the program with --bin PATH',
}

/** The error for a program that is not there: `tool-missing`, with where to get it. */
export const toolMissing = (program: string, cause?: unknown): TerraneError => {
  const name = basename(program)
  const where = program.includes('/') ? '' : ' on PATH'
  return failure('tool-missing', `there is no program '${program}'${where}`, {
    hint: howToGet[name] ?? `install ${name}${where === '' ? '' : ' so that it is on PATH'}`,
    cause,
  })
}

/** The error for a program that the system did not start. `cause` is what Node threw. */
export const startFailure = (program: string, cwd: string | undefined, cause: unknown): TerraneError => {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  // The system gives ENOENT for a missing working directory too, and Node blames the program.
  if (cwd !== undefined && !existsSync(cwd)) {
    return failure('file-access', `the folder ${cwd}, where '${program}' should run, does not exist`, {
      cause,
    })
  }
  if (code === 'ENOENT' || code === 'ENOTDIR') return toolMissing(program, cause)
  const reason =
    code === 'EACCES' ? 'it is not executable' : cause instanceof Error ? cause.message : `${cause}`
  return failure('tool-missing', `the program '${program}' could not be started: ${reason}`, { cause })
}
