/** The places that take a bare address or word: Terraform parses the string itself, and never a template in it. */
import { argumentedBlocksOf, type Body, blocksOf, isSet, nested, provisionersOf } from './blocks.js'
import type { DocumentPath } from './problem.js'
import type { DocumentValue, TerraformDocument } from './shape.js'

export type BareKind =
  /** A whole resource, module, variable or the like. */
  | 'object'
  | 'trigger'
  /** An argument of the resource around it. */
  | 'attribute'
  | 'moved'
  | 'removed'
  | 'import'
  | 'provider'
  /** A name that a dynamic block gives its element. */
  | 'iterator'
  | 'when'
  | 'on_failure'

export interface BarePlace {
  readonly kind: BareKind
  readonly path: DocumentPath
  readonly text: string
}

/** All of them, with strings only: what is no string is the structure's matter. */
export const barePlaces = (document: TerraformDocument): readonly BarePlace[] => {
  const places: BarePlace[] = []
  const add = (kind: BareKind, value: DocumentValue | undefined, path: DocumentPath): void => {
    if (typeof value === 'string') places.push({ kind, path, text: value })
    else if (Array.isArray(value))
      for (const [index, element] of value.entries()) add(kind, element, [...path, index])
  }
  const member = (kind: BareKind, { members, path }: Body, name: string): void => {
    if (members[name] !== undefined) add(kind, members[name], [...path, name])
  }

  for (const option of ['resource', 'data', 'ephemeral'])
    for (const block of argumentedBlocksOf(document, option)) {
      member('object', block, 'depends_on')
      member('provider', block, 'provider')
      for (const lifecycle of nested(block, 'lifecycle')) {
        if (lifecycle.members.ignore_changes !== 'all') member('attribute', lifecycle, 'ignore_changes')
        member('trigger', lifecycle, 'replace_triggered_by')
      }
      addProvisioners(block)
      addIterators(block)
    }
  for (const block of blocksOf(document, 'provider')) addIterators(block)
  for (const block of blocksOf(document, 'module')) {
    member('object', block, 'depends_on')
    const { providers } = block.members
    if (isSet(providers))
      for (const name of Object.keys(providers))
        add('provider', providers[name], [...block.path, 'providers', name])
  }
  for (const block of blocksOf(document, 'output')) member('object', block, 'depends_on')
  for (const block of blocksOf(document, 'moved')) {
    member('moved', block, 'from')
    member('moved', block, 'to')
  }
  for (const block of blocksOf(document, 'removed')) {
    member('removed', block, 'from')
    addProvisioners(block)
  }
  for (const block of blocksOf(document, 'import')) {
    member('import', block, 'to')
    member('provider', block, 'provider')
  }
  for (const settings of blocksOf(document, 'terraform'))
    for (const required of nested(settings, 'required_providers'))
      for (const name of Object.keys(required.members)) {
        const entry = required.members[name]
        const path = [...required.path, name, 'configuration_aliases']
        if (isSet(entry)) add('provider', entry.configuration_aliases, path)
      }
  return places

  function addProvisioners(block: Body): void {
    for (const provisioner of provisionersOf(block)) {
      member('when', provisioner, 'when')
      member('on_failure', provisioner, 'on_failure')
    }
  }

  function addIterators(body: Body): void {
    for (const dynamic of nested(body, 'dynamic'))
      for (const label of Object.keys(dynamic.members))
        for (const one of nested(dynamic, label)) {
          member('iterator', one, 'iterator')
          for (const content of nested(one, 'content')) addIterators(content)
        }
  }
}
