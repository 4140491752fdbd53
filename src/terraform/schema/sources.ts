/** Which provider a block belongs to (https://developer.hashicorp.com/terraform/language/providers/requirements). */
import { type Body, blocksOf, bodiesOf, isSet } from '../document/blocks.js'
import type { TerraformDocument } from '../document/shape.js'

const defaultHosts = /^registry\.(terraform\.io|opentofu\.org)\//

/** Short and in lower case, so that all ways to write a source are one. */
export const shortSource = (source: string): string => {
  const short = source.toLowerCase().replace(defaultHosts, '')
  return short.includes('/') ? short : `hashicorp/${short}`
}

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
export const builtIn = 'terraform.io/builtin/terraform'

/** The sources of all providers that a document names or uses, sorted. */
export const usedSources = (document: TerraformDocument): readonly string[] => {
  const sources = providerSources(document)
  const names = new Set<string>()
  for (const settings of bodiesOf(document.terraform, ['terraform']))
    for (const { members } of bodiesOf(settings.members.required_providers, []))
      for (const name of Object.keys(members)) names.add(name)
  for (const { labels } of blocksOf(document, 'provider')) names.add(labels[0]!)
  for (const kind of ['resource', 'data', 'ephemeral'])
    for (const block of blocksOf(document, kind)) {
      const name = localProvider(block.labels[0]!, block)
      if (name !== undefined) names.add(name)
    }
  return [...new Set([...names].map(sources))].sort()
}

/** The local name of the provider of a resource; undefined where a template makes it. */
export const localProvider = (type: string, { members }: Body): string | undefined => {
  const { provider } = members
  if (typeof provider !== 'string') return type.split('_')[0]!
  return provider.includes('${') ? undefined : provider.split('.')[0]!
}
