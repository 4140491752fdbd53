/**
 * OpenTofu or Terraform: each can read the other's state, but not each what the other has written since. A folder stays
 * with the one that it was last initialised with until the user says otherwise, in so many words: `--dialect`.
 */
import { join } from 'node:path'
import { failure, TerraneError } from '../contracts/diagnostic.js'
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
  const chosen = choice.dialect ?? project.dialect
  const wanted = chosen ?? (choice.bin === undefined ? previous : undefined)
  const find = findBinary({
    ...(choice.bin === undefined ? {} : { bin: choice.bin }),
    ...(wanted === undefined ? {} : { dialect: wanted }),
    cwd: choice.cwd,
    cache: join(terraneFolder(path), 'binary.json'),
  })
  const binary = await find.catch((error: unknown) => {
    throw chosen === undefined && wanted !== undefined ? becauseOfState(error, path, wanted) : error
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

/** It was neither the user nor the project that asked for this program: say who did, and what else would do. */
const becauseOfState = (error: unknown, path: string, previous: Dialect): unknown => {
  if (!(error instanceof TerraneError)) return error
  const [first, ...rest] = error.diagnostics
  const other = previous === 'tofu' ? 'terraform' : 'tofu'
  const notes = [...(first.notes ?? []), `the state in ${path} is ${previous}'s`]
  const hint = `${first.hint}; or, to hand the state over to ${other}, say --dialect ${other} once`
  return new TerraneError([{ ...first, notes, hint }, ...rest])
}

/** A state names its providers by registry, and each of the two programs has its own. */
const dialectOfState = (workFolder: string): Dialect | undefined => {
  const text = readIfThere(join(workFolder, 'terraform.tfstate'))
  if (text?.includes('provider[\\"registry.opentofu.org/')) return 'tofu'
  if (text?.includes('provider[\\"registry.terraform.io/')) return 'terraform'
  return undefined
}
