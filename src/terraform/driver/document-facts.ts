/** What the driver must know of a document: where its state lives, and what `init` depends on. */
import { createHash } from 'node:crypto'
import stringify from 'json-stable-stringify'

export interface DocumentFacts {
  /** The backend's type; undefined when the document has none: the state is then a file in the work folder. */
  readonly backend?: string
  /** Whether plan and apply run on a server (`cloud`, `remote`), which takes no saved plans. */
  readonly remoteExecution: boolean
  /** Path of the state file of a local backend, as written in the document. */
  readonly statePath?: string
  /** Hash of all that `init` reads. */
  readonly initKey: string
  /** Hash of the backend alone: when it changes, `init` must be told what to do with the state. */
  readonly backendKey: string
  /** Ephemeral variables are in no saved plan: apply must be given them again. */
  readonly ephemeralVariables: readonly string[]
  readonly hasOutputs: boolean
}

type Block = Readonly<Record<string, unknown>>

/** Reads the text of config.tf.json, which we wrote ourselves. */
export const readDocumentFacts = (text: string): DocumentFacts => {
  const document = JSON.parse(text) as Block
  const settings = blocks(document.terraform)
  const backends = settings.flatMap(block => labelled(block.backend))
  const cloud = settings.flatMap(block => blocks(block.cloud))
  const [backend] = backends
  const statePath = backend?.[0] === 'local' ? backend[1].path : undefined
  return {
    ...(cloud.length > 0 ? { backend: 'cloud' } : backend === undefined ? {} : { backend: backend[0] }),
    remoteExecution: cloud.length > 0 || backend?.[0] === 'remote',
    ...(typeof statePath === 'string' ? { statePath } : {}),
    initKey: hash([settings, modules(document), providers(document)]),
    backendKey: hash([backends, cloud]),
    ephemeralVariables: labelled(document.variable)
      .filter(([, block]) => block.ephemeral === true || block.ephemeral === 'true')
      .map(([name]) => name),
    hasOutputs: labelled(document.output).length > 0,
  }
}

const modules = (document: Block): unknown =>
  labelled(document.module).map(([name, { source, version, providers: passed }]) => [
    name,
    source ?? null,
    version ?? null,
    passed ?? null,
  ])

/** Provider names, of which resources imply theirs: `aws_instance` needs a provider `aws` that nobody may have named. */
const providers = (document: Block): readonly string[] => {
  const names = new Set(Object.keys(asBlock(document.provider)))
  for (const kind of ['resource', 'data', 'ephemeral']) {
    for (const group of blocks(document[kind])) {
      for (const [type, instances] of Object.entries(group)) {
        names.add(type.split('_')[0]!)
        for (const [, body] of labelled(instances)) {
          if (typeof body.provider === 'string') names.add(body.provider.split('.')[0]!)
        }
      }
    }
  }
  return [...names].sort()
}

/** A block stands alone or in a list; what is neither is none. */
const blocks = (value: unknown): readonly Block[] => (Array.isArray(value) ? value : [value]).filter(isBlock)

/** The blocks below one level of labels: `{ a: {…}, b: [{…}] }`. */
const labelled = (value: unknown): readonly (readonly [string, Block])[] =>
  blocks(value).flatMap(group =>
    Object.entries(group).flatMap(([label, body]) => blocks(body).map(block => [label, block] as const)),
  )

const asBlock = (value: unknown): Block => Object.assign({}, ...blocks(value)) as Block

const isBlock = (value: unknown): value is Block =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const hash = (value: unknown): string =>
  createHash('sha256')
    .update(stringify(value) ?? '')
    .digest('hex')
