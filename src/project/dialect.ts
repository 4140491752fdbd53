/**
 * OpenTofu or Terraform: each can read the other's state, but not each what the other has written since. A folder stays
 * with the one that it was last initialised with until the user says otherwise, in so many words: `--dialect`.
 */
import { join } from 'node:path'
import { failure } from '../contracts/diagnostic.js'
import type { Emit } from '../contracts/events.js'
import { type Binary, type Dialect, findBinary } from '../terraform/driver/binary.js'
import { initialisedDialect } from '../terraform/driver/init.js'
import { readIfThere } from './atomic-write.js'
import type { Prepared } from './prepare.js'
import { initRecordPath, terraneFolder } from './work-folder.js'

export interface BinaryChoice {
  /** `--bin`. */
  readonly bin?: string
  /** `--dialect`. */
  readonly dialect?: Dialect
  readonly cwd: string
}

/**
 * Finds the program for a project: `--bin`, `--dialect`, the project's own `terrane.dialect`, the one that the state
 * comes from, tofu, terraform. Throws what `findBinary` throws, and `dialect-changed` when the state is the other's and
 * `--dialect` doesn't say that it may be taken over.
 */
export const chooseBinary = async (project: Prepared, choice: BinaryChoice, emit: Emit): Promise<Binary> => {
  const { path } = project.folder
  const previous = initialisedDialect(initRecordPath(path)) ?? dialectOfState(path)
  const wanted =
    choice.dialect ?? (choice.bin === undefined ? (project.dialect ?? previous) : project.dialect)
  const binary = await findBinary({
    ...(choice.bin === undefined ? {} : { bin: choice.bin }),
    ...(wanted === undefined ? {} : { dialect: wanted }),
    cwd: choice.cwd,
    cache: join(terraneFolder(path), 'binary.json'),
  })
  if (previous === undefined || previous === binary.dialect) return binary
  const error = failure('dialect-changed', `the state in ${path} is ${previous}'s, not ${binary.dialect}'s`, {
    notes: [`the program is ${binary.path}`],
    hint: `go on with ${previous}; or, to hand the state over, say --dialect ${binary.dialect} once`,
  })
  if (choice.dialect === undefined) throw error
  const message = `${binary.dialect} takes over the state in ${path} from ${previous}`
  emit({
    type: 'diagnostic',
    diagnostic: { code: 'dialect-changed', severity: 'warning', message, labels: [] },
  })
  return binary
}

/** A state names its providers by registry, and each of the two programs has its own. */
const dialectOfState = (workFolder: string): Dialect | undefined => {
  const text = readIfThere(join(workFolder, 'terraform.tfstate'))
  if (text?.includes('provider[\\"registry.opentofu.org/')) return 'tofu'
  if (text?.includes('provider[\\"registry.terraform.io/')) return 'terraform'
  return undefined
}
