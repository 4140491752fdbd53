/** Which provider a block belongs to (https://developer.hashicorp.com/terraform/language/providers/requirements). */
import type { ProviderSchema, ProviderSchemas } from '../../provider/schema.js'
import { type Body, bodiesOf, isSet } from '../document/blocks.js'
import type { TerraformDocument } from '../document/shape.js'

/** Schemas by a provider's source without a default registry: `hashicorp/aws`. */
export type KnownSchemas = ReadonlyMap<string, ProviderSchema>

const defaultHosts = /^registry\.(terraform\.io|opentofu\.org)\//

/** Short and in lower case, so that all ways to write a source are one. */
const shortSource = (source: string): string => {
  const short = source.toLowerCase().replace(defaultHosts, '')
  return short.includes('/') ? short : `hashicorp/${short}`
}

/** The schemas of some dumps; of two for the same provider the later. */
export const knownSchemas = (dumps: readonly ProviderSchemas[]): KnownSchemas =>
  new Map(
    dumps.flatMap(({ provider_schemas: providers }) =>
      Object.entries(providers).map(([source, schema]) => [shortSource(source), schema] as const),
    ),
  )

/** Where the providers of a document come from, by the names that the document has for them. */
export type ProviderSources = (localName: string) => string

export const providerSources = (document: TerraformDocument): ProviderSources => {
  const sources = new Map<string, string>()
  for (const settings of bodiesOf(document.terraform, ['terraform']))
    for (const { members } of bodiesOf(settings.members.required_providers, []))
      for (const [name, requirement] of Object.entries(members))
        if (isSet(requirement) && typeof requirement.source === 'string')
          sources.set(name, shortSource(requirement.source))
  return name => sources.get(name) ?? (name === 'terraform' ? builtIn : `hashicorp/${name}`)
}

/** Of terraform_data and terraform_remote_state. */
const builtIn = 'terraform.io/builtin/terraform'

/** The local name of the provider of a resource; undefined where a template makes it. */
export const localProvider = (type: string, { members }: Body): string | undefined => {
  const { provider } = members
  if (typeof provider !== 'string') return type.split('_')[0]!
  return provider.includes('${') ? undefined : provider.split('.')[0]!
}
