/** Picks who evaluates: the real Nix where it is, else the embedded evaluator. */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { failure } from '../contracts/diagnostic.js'
import type { EngineName, Evaluate } from '../nix/evaluate.js'

export interface Engine {
  readonly name: EngineName
  readonly evaluate: Evaluate
  /** Where the content of a source path of the store is: a file or folder to copy, or a text. */
  readonly source: (storePath: string) => Source | undefined
}

export type Source =
  /** `kept`: what below it a filter has kept; all of it where that is absent. */
  | { readonly kind: 'path'; readonly path: string; readonly kept?: ReadonlySet<string> }
  | { readonly kind: 'text'; readonly text: Uint8Array }

export interface EngineOptions {
  readonly onMessage?: (message: string) => void
  /** What a real Nix says of itself and its surroundings. */
  readonly onNotice?: (message: string) => void
}

/** `auto` takes the real Nix where it is on PATH. Throws `tool-missing` for a `nix` that is asked for and not there. */
export const chooseEngine = async (
  asked: EngineName | 'auto',
  options: EngineOptions = {},
): Promise<Engine> => {
  const there = asked !== 'embedded' && isOnPath('nix')
  if (asked === 'nix' && !there)
    throw failure('tool-missing', 'there is no nix on PATH', {
      hint: 'Install Nix (https://nixos.org/download), or evaluate without it: --engine embedded',
    })
  return there ? await realNix(options) : await embedded(options)
}

const realNix = async (options: EngineOptions): Promise<Engine> => {
  const [{ nixEngine }, { runDirectly }] = await Promise.all([
    import('../nix/nix-command/engine.js'),
    import('../process/run-directly.js'),
  ])
  return {
    name: 'nix',
    evaluate: nixEngine({ run: runDirectly, ...options }),
    source: path => ({ kind: 'path', path }),
  }
}

const embedded = async ({ onMessage }: EngineOptions): Promise<Engine> => {
  const { embeddedEngine } = await import('../nix/embedded.js')
  const { evaluate, source } = embeddedEngine(onMessage ? { print: onMessage } : {})
  return {
    name: 'embedded',
    evaluate,
    source: path => {
      const found = source(path)
      if (found === undefined || found.kind === 'derivation') return undefined
      return found.kind === 'path' ? found : { kind: 'text', text: Buffer.from(found.text, 'latin1') }
    },
  }
}

/** Whether a program of that name can be started, without starting it. */
export const isOnPath = (program: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some(folder => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return folder !== ''
    } catch {
      return false
    }
  })
