/** The systems of hosts, from Nix: evaluated together in chunks; where a chunk fails, one by one. */
import { TerraneError } from '../contracts/diagnostic.js'
import { Secret } from '../contracts/secret.js'
import type { EvaluateRequest, Json } from '../nix/evaluate.js'
import type { DeployManifest, ManifestHost } from '../nixos/manifest.js'
import { located } from '../nixos/resolve/connection.js'
import type { ResolvedInputs } from '../nixos/resolve/inputs.js'
import { type Chunk, type ChunkHost, chunkSize, chunksOf } from '../nixos/systems/chunks.js'
import { ask } from './ask.js'
import type { CompileOptions } from './compile-options.js'
import { chooseEngine, type Engine } from './engine.js'
import { projectFolder } from './entry.js'
import { flakeReference } from './flake.js'
import { refuseStateInFlake } from './leak.js'
import { runtimeRequest } from './request.js'

/** What a host's system is: a derivation to be built, or what is built already. */
export interface EvaluatedSystem extends Evaluated {
  /** What partitions the disks, of a host that nixos-anywhere installs. */
  readonly disko?: Evaluated
}

interface Evaluated {
  readonly derivation: string | null
  readonly output: string
}

export interface SystemsOptions {
  readonly compile: CompileOptions
  readonly manifest: DeployManifest
  /** What is known of the hosts' inputs by now. */
  readonly inputs: Readonly<Record<string, ResolvedInputs>>
  /** References that have no value yet stand for themselves. */
  readonly placeholders?: boolean
  /** How many hosts are evaluated at once, at most. */
  readonly chunkSize?: number
}

export interface LiteralSecrets {
  readonly identity?: Secret
  readonly keys: Readonly<Record<string, Secret>>
}

/**
 * Evaluates hosts. `onSystem` is called for each, as soon as its chunk is done, with its system or with the error why
 * there is none. Throws only for what concerns all of them.
 */
export const evaluateSystems = async (
  hosts: readonly string[],
  options: SystemsOptions,
  onSystem: (host: string, system: EvaluatedSystem | TerraneError) => void,
): Promise<void> => {
  const engine = await chooseEngine(options.compile.engine)
  const chunks = await planChunks(hosts, options, engine)
  for (const chunk of chunks) await evaluateChunk(chunk, options, engine, onSystem)
}

const evaluateChunk = async (
  chunk: Chunk,
  options: SystemsOptions,
  engine: Engine,
  onSystem: (host: string, system: EvaluatedSystem | TerraneError) => void,
): Promise<void> => {
  const only = chunk.hosts.length === 1
  try {
    const found = (await query('systems', chunk, options, engine, only)) as unknown as Record<
      string,
      EvaluatedSystem
    >
    for (const host of chunk.hosts) onSystem(host, found[host]!)
  } catch (error) {
    if (!(error instanceof TerraneError) || error.diagnostics[0].code === 'interrupted') throw error
    if (only) return onSystem(chunk.hosts[0]!, await atInput(chunk.hosts[0]!, error, options, engine))
    // One of them is broken, and the others are not.
    for (const part of withoutCulprit(chunk, error)) await evaluateChunk(part, options, engine, onSystem)
  }
}

/** The parts of a chunk that failed: the host that the trace speaks of, and the others; without one, each for itself. */
const withoutCulprit = (chunk: Chunk, error: TerraneError): readonly Chunk[] => {
  const trace = error.diagnostics.flatMap(({ message, notes = [] }) => [message, ...notes]).join('\n')
  const named = /while evaluating the system of the host [`‘]([^'’]+)['’]/.exec(trace)?.[1]
  const culprit = chunk.hosts.find(host => host === named)
  if (culprit === undefined) return chunk.hosts.map(host => ({ ...chunk, hosts: [host] }))
  const others = chunk.hosts.filter(host => host !== culprit)
  return [
    { ...chunk, hosts: others },
    { ...chunk, hosts: [culprit] },
  ]
}

/** An input that nobody knows yet is told where it is given, not where it is used. */
const atInput = async (
  host: string,
  error: TerraneError,
  { compile }: SystemsOptions,
  engine: Engine,
): Promise<TerraneError> => {
  const [{ code, message }] = error.diagnostics
  const input = /^the input `(.*)' of the host/.exec(message)?.[1]
  if (code !== 'host-input-unknown' || input === undefined) return error
  const { hostDiagnostics } = await import('./host-diagnostics.js')
  const path = ['nixos', 'hosts', host, 'inputs', ...input.replace(/\[.*$/, '').split('.')]
  const problem = { path, message, hint: 'terrane apply makes it known' }
  const [diagnostic] = await hostDiagnostics(code, [problem], compile, engine)
  return new TerraneError(diagnostic!)
}

/** The literal secrets of hosts that have some. */
export const literalSecrets = async (
  hosts: readonly string[],
  options: SystemsOptions,
): Promise<Readonly<Record<string, LiteralSecrets>>> => {
  const having = hosts.filter(host => hasText(options.manifest.hosts[host]!))
  if (having.length === 0) return {}
  const engine = await chooseEngine(options.compile.engine)
  const chunk = { hosts: having, searchPath: [], flakes: false }
  const found = (await query('texts', chunk, options, engine)) as unknown as Record<
    string,
    { readonly identity: string | null; readonly keys: Readonly<Record<string, string | null>> }
  >
  return Object.fromEntries(
    Object.entries(found).map(([host, { identity, keys }]) => [
      host,
      {
        ...(identity === null ? {} : { identity: new Secret(identity) }),
        keys: Object.fromEntries(
          Object.entries(keys).flatMap(([name, text]) => (text === null ? [] : [[name, new Secret(text)]])),
        ),
      },
    ]),
  )
}

const hasText = ({ target, keys }: ManifestHost): boolean =>
  target.identity === 'text' || Object.values(keys).some(({ source }) => source.kind === 'text')

const planChunks = async (
  names: readonly string[],
  options: SystemsOptions,
  engine: Engine,
): Promise<readonly Chunk[]> => {
  const { hosts } = options.manifest
  const evaluated = names.filter(name => hosts[name]!.system.kind !== 'closure')
  // Only fetching tells where a tarball is, or what the input of a flake has in the store.
  const fetched = evaluated.filter(name => ['tarball', 'flake'].includes(hosts[name]!.nixpkgs?.kind ?? ''))
  const open = evaluated.filter(
    name => hosts[name]!.nodes === null && hosts[name]!.system.kind === 'configuration',
  )
  const all = { hosts: [], searchPath: [], flakes: isFlakeProject(options.compile) }
  const folders =
    fetched.length === 0
      ? {}
      : ((await query('nixpkgs', { ...all, hosts: fetched }, options, engine)) as Record<string, string>)
  const readers =
    names.length < 2 || open.length === 0
      ? []
      : ((await query('readsNodes', { ...all, hosts: open }, options, engine)) as readonly string[])
  const planned = names.map((name): ChunkHost => {
    const host = hosts[name]!
    const folder = folders[name] ?? (host.nixpkgs?.kind === 'folder' ? host.nixpkgs.path : undefined)
    const nixpkgs = folder === undefined ? [] : [`nixpkgs=${located(folder, options.compile.workFolder)}`]
    return {
      name,
      searchPath: host.system.kind === 'flake' ? [] : [...host.nixPath, ...nixpkgs],
      isFlake: host.system.kind === 'flake' || all.flakes,
      reads: host.nodes ?? (readers.includes(name) ? names : []),
    }
  })
  return chunksOf(planned, options.chunkSize ?? chunkSize())
}

const isFlakeProject = ({ entries }: CompileOptions): boolean => entries.some(({ kind }) => kind === 'flake')

const query = async (
  attribute: 'systems' | 'texts' | 'nixpkgs' | 'readsNodes',
  { hosts, searchPath, flakes }: Chunk,
  { compile, manifest, inputs, placeholders }: SystemsOptions,
  engine: Engine,
  explaining = true,
): Promise<Json> => {
  const systems = {
    hosts: [...hosts],
    inputs: Object.fromEntries(
      Object.entries(inputs).flatMap(([name, { values }]) => (values === undefined ? [] : [[name, values]])),
    ) as Record<string, Json>,
    flakes: Object.fromEntries(hosts.flatMap(name => flakeOf(name, manifest.hosts[name]!, compile))),
    searchPath: searchPath.length,
    placeholders: placeholders ?? false,
  }
  const request = runtimeRequest(compile, `hosts.${attribute}`, { systems })
  const full: EvaluateRequest = {
    ...request,
    searchPath: [...searchPath, ...request.searchPath],
    flakes: request.flakes || flakes,
  }
  // A failure that only tells which host it is of need not be explained.
  return explaining ? await ask(engine, compile, full) : await engine.evaluate({ ...full, showTrace: true })
}

/** `.#a.b` is an output of the project's own flake, or of the one in its folder. */
const flakeOf = (
  name: string,
  { system }: ManifestHost,
  { entries, workFolder }: CompileOptions,
): readonly (readonly [string, { readonly reference: string; readonly path: readonly string[] }])[] => {
  if (system.kind !== 'flake') return []
  const [reference, attribute] = system.flake.split('#') as [string, string]
  if (/^[a-z+]+:/.test(reference)) return [[name, { reference, path: attribute.split('.') }]]
  const folder = located(reference, projectFolder(entries))
  refuseStateInFlake(folder, workFolder)
  const path = attribute.split('.')
  return [[name, { reference: flakeReference(folder), path }]]
}
