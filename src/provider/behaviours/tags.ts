/** `tags_all` of AWS: the tags of the resource and those that the provider is told to put on everything. */
import type { ResourceBehaviour } from '../behaviour.js'
import type { ProviderSchema } from '../schema.js'
import { isList, isUnknown, isValues, unknown, type Values } from '../values/value.js'

/** The behaviour of each resource that has both attributes. */
export const allTags = ({
  resource_schemas: resources = {},
}: ProviderSchema): Readonly<Record<string, ResourceBehaviour>> =>
  Object.fromEntries(
    Object.entries(resources)
      .filter(([, { block }]) => block?.attributes?.tags !== undefined && block.attributes.tags_all?.computed)
      .map(([type]) => [type, behaviour]),
  )

const behaviour: ResourceBehaviour = {
  plan: ({ settings, planned = {} }) => {
    if (isUnknown(planned.tags)) return { tags_all: unknown }
    return { tags_all: { ...defaultTags(settings), ...(isValues(planned.tags) ? planned.tags : {}) } }
  },
}

const defaultTags = (settings: Values): Values => {
  const [block] = isList(settings.default_tags) ? settings.default_tags : []
  return isValues(block) && isValues(block.tags) ? block.tags : {}
}
