import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { repository } from '../support/nix.js'

export const bundledLib = join(repository, 'nix', 'lib')
export const fixtures = join(repository, 'fixtures', 'nix-lib')

export interface Evaluation {
  readonly status: number
  readonly stdout: string
  /** As Nix prints it, but without colours and without the indentation that Nix adds to messages. */
  readonly stderr: string
}

const colours = /\u001b\[[0-9;]*m/g

const asWritten = (stderr: string): string =>
  stderr
    .replace(colours, '')
    .replace(/^ {7}/gm, '')
    .replace(/[ \t]+$/gm, '')
    .replace(/^error:\n/, 'error: ')

/** Evaluates an expression strictly. The lib's path and the fixture's stand in the code: both are our own. */
export const instantiate = (expression: string, options: readonly string[] = []): Promise<Evaluation> =>
  new Promise(resolve => {
    execFile(
      'nix-instantiate',
      ['--eval', '--strict', '--json', ...options, '-E', expression],
      { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        resolve({ status: error === null ? 0 : 1, stdout, stderr: asWritten(stderr) })
      },
    )
  })

/** The value of an expression; throws with Nix' words where it fails. */
export const evaluated = async (expression: string): Promise<unknown> => {
  const { status, stdout, stderr } = await instantiate(expression)
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

/** A message without what differs between Nix' versions: spaces at the ends of lines. */
export const trimmedLines = (text: string): string => text.replace(/[ \t]+$/gm, '').trim()
