/** From definitions to the text of the document: merge → shape → check → render. Writes nothing. */
import type { Diagnostic } from '../contracts/diagnostic.js'
import { TerraneError } from '../contracts/diagnostic.js'
import type { DefinitionsDocument } from '../modules/definitions.js'
import type { MergedDocument, MergedValue } from '../modules/document.js'
import { mergeDocument } from '../modules/merge.js'
import type { DeployManifest } from '../nixos/manifest.js'
import { renderDocument } from '../terraform/document/render.js'
import { shapeDocument, type TerraformDocument } from '../terraform/document/shape.js'
import type { CompileOptions } from './compile-options.js'
import { withinStack } from './deep-values.js'
import type { Origin } from './document-check.js'
import type { Engine } from './engine.js'
import { withRelativeSources } from './source-files.js'
import { unfilled, withRemoteStates } from './stacks/remote-states.js'
import { refuseUnread, unreadWarnings } from './unread.js'

export interface MadeDocument {
  readonly document: MergedDocument
  readonly shaped: TerraformDocument
  /** What the checks warn of. */
  readonly found: readonly Diagnostic[]
  /** The text of config.tf.json. */
  readonly text: string
  /** Of a project with NixOS hosts. */
  readonly manifest?: DeployManifest
}

/** Makes the document of a project. Throws a TerraneError with all problems that were found. */
export const makeDocument = async (
  definitions: DefinitionsDocument,
  options: CompileOptions,
  engine: Engine,
): Promise<MadeDocument> => {
  await refuseFailedAssertions(definitions, options, engine)
  if (options.strict) await refuseUnread(engine, options)
  const unread = await unreadWarnings(definitions, options)
  const origin = { definitions, engine }
  const manifest = definitions.hosts ? await describeHosts(definitions, options, engine) : undefined
  return await withinStack(options, origin, async () => {
    const result = mergeDocument(definitions, { rewrite: withRelativeSources })
    if (result.problems.length > 0) {
      const { errorsOfPart } = await import('./errors-of-rest.js')
      throw new TerraneError(nonEmpty(await errorsOfPart(result, { without: [] }, options, origin)))
    }
    const { document } = result
    const merged =
      manifest === undefined ? document.options : await fillHooks(document.options, manifest, options)
    const withNulls = options.withNulls || definitions.settings.withNulls === true
    const hasNone = merged === document.options && !document.hasNulls
    const plain = shapeDocument(merged, { withNulls: withNulls || hasNone })
    const shaped = options.stack === undefined ? plain : withRemoteStates(plain, () => unfilled)
    const found = await checkShaped(shaped, options, origin)
    return {
      document,
      shaped,
      found: [...unread, ...found],
      text: renderDocument(shaped),
      ...(manifest === undefined ? {} : { manifest }),
    }
  })
}

const fillHooks = async (
  merged: Readonly<Record<string, MergedValue>>,
  manifest: DeployManifest,
  options: CompileOptions,
) => {
  if (Object.values(manifest.hosts).every(({ trigger }) => trigger === 'driver')) return merged
  const { withHookSystems } = await import('./deploy/hook-systems.js')
  return await withHookSystems(merged, manifest, options)
}

const describeHosts = async (definitions: DefinitionsDocument, options: CompileOptions, engine: Engine) => {
  const { hostManifest } = await import('./host-manifest.js')
  return await hostManifest(definitions, options, engine)
}

const refuseFailedAssertions = async (
  { assertions }: DefinitionsDocument,
  options: CompileOptions,
  engine: Engine,
) => {
  if (assertions.length === 0) return
  const [{ assertionDiagnostics }, { inProject }, { errorsBesideAssertions }] = await Promise.all([
    import('./failed-assertions.js'),
    import('./explain.js'),
    import('./errors-of-rest.js'),
  ])
  const failed = assertionDiagnostics(assertions, options).map(one => inProject(one, options))
  throw new TerraneError(
    nonEmpty([...failed, ...(await errorsBesideAssertions(assertions, engine, options))]),
  )
}

/** What the checks warn of; throws all that they found where there is an error, or a warning that counts as one. */
export const checkShaped = async (
  document: TerraformDocument,
  options: CompileOptions,
  origin?: Origin,
): Promise<readonly Diagnostic[]> => {
  if (options.check === false) return []
  const { documentDiagnostics } = await import('./document-check.js')
  const found = await documentDiagnostics(document, options, origin)
  const judged = options.strict ? found.map(asError) : found
  if (judged.some(({ severity }) => severity === 'error')) throw new TerraneError(nonEmpty(judged))
  return judged
}

export const asError = (diagnostic: Diagnostic): Diagnostic => ({ ...diagnostic, severity: 'error' })

export const nonEmpty = (diagnostics: readonly Diagnostic[]): readonly [Diagnostic, ...Diagnostic[]] =>
  diagnostics as readonly [Diagnostic, ...Diagnostic[]]
