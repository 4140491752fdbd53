/** For the tests of Nix code: the libs that it must work with, and evaluating a file to JSON without our runtime. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { hasBundledLib, nixpkgsLib, repository } from '../support/nix.js'

export const inRepository = (path: string): string => join(repository, path)

/** The libs to run everything with. */
export const libs: readonly { readonly name: string; readonly path: string }[] = [
  ...(hasBundledLib ? [{ name: 'the bundled lib', path: inRepository('nix/lib') }] : []),
  ...(nixpkgsLib === undefined ? [] : [{ name: 'the lib of nixpkgs', path: nixpkgsLib }]),
]

/** Evaluates a Nix file strictly, its arguments given as strings. Rejects with what Nix wrote to stderr. */
export const evaluateText = (file: string, strings: Readonly<Record<string, string>>): Promise<string> =>
  new Promise((resolve, reject) => {
    const options = Object.entries(strings).flatMap(([name, value]) => ['--argstr', name, value])
    // Read-only: paths get their store names, and nothing is copied.
    const command = ['--eval', '--strict', '--json', '--readonly-mode', ...options, file]
    execFile('nix-instantiate', command, { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      if (error) reject(new Error(stderr))
      else resolve(stdout)
    })
  })

/**
 * JSON made comparable over ways to print it: integers that a double can't hold as text, fractions to the six digits
 * that Nix 2.8 prints.
 */
export const comparable = (json: string): unknown =>
  JSON.parse(json.replace(/(?<=[:[,]\s*)-?\d{16,}(?=\s*[,\]}])/g, '"$&"'), (_key, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value,
  )
