/**
 * The work folder: where `config.tf.json`, Terraform's own files and `.terrane/` live. It belongs to exactly one entry.
 *
 *     <work folder>/
 *       config.tf.json
 *       .terrane/
 *         owner.json      which entry made this folder's document
 *         files/          copies of source files that the document names, `<hash>-<name>`
 *         gcroots/        keep built store paths from garbage collection
 *         runs/<id>/      one folder a plan or apply: record.json, events.jsonl
 */

export interface WorkFolder {
  /** Absolute path. */
  readonly path: string
  /** What identifies the entry: a path relative to the work folder, or a flake reference. */
  readonly entry: string
}

export interface OwnerRecord {
  readonly version: 1
  readonly entry: string
}

/** `runs/<id>/record.json`. */
export interface RunRecord {
  readonly version: 1
  readonly id: string
  readonly command: string
  readonly pid: number
  readonly childPid?: number
  readonly startedAt: string
  readonly endedAt?: string
  readonly status?: number
}
