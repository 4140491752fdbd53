/**
 * A project that was one root and is now several: what it made is in a state that no stack knows, and would be made once
 * more.
 */
import { join } from 'node:path'
import { failure } from '../../contracts/diagnostic.js'
import { readIfThere } from '../atomic-write.js'

/** Throws `stack-state-left` where a state with resources lies in the project's own work folder. */
export const refuseStateLeft = (workFolder: string): void => {
  const path = join(workFolder, 'terraform.tfstate')
  const count = resourcesIn(readIfThere(path))
  if (count === 0) return
  throw failure(
    'stack-state-left',
    `${path} has ${count} resource${count === 1 ? '' : 's'} that no stack knows`,
    {
      notes: ['it is from when the project had no stacks; an apply would make everything once more'],
      hint: [
        'move the file into the work folder of the stack that is to have it all (stacks/NAME), and let',
        'terrane tf --stack NAME -- state mv take apart what belongs elsewhere',
      ].join(' '),
    },
  )
}

/** How many resources the text of a state has; none where it is no state. */
export const resourcesIn = (text: string | undefined): number => {
  try {
    const { resources } = JSON.parse(text ?? '') as {
      readonly resources?: readonly { readonly mode?: string }[]
    }
    return resources?.filter(({ mode }) => mode !== 'data').length ?? 0
  } catch {
    return 0
  }
}
