import { needsNix, unsupported } from './failure.js'
import { contextPath } from './strings.js'

/** Throws where a string's context names something that would have to be built before it can be read. */
export const refuseBuilt = (context: Iterable<string>): void => {
  for (const element of context)
    if (element.startsWith('!') || element.startsWith('='))
      throw unsupported(`cannot build '${contextPath(element)}' during evaluation`, needsNix)
}
