/**
 * How a mock provider behaves where its schemas don't say: everything here is given by whoever starts it. Values have
 * the JSON form; what is not given is invented.
 */
import type { Values } from './values/value.js'

export type Action =
  | 'configure'
  | 'validate'
  | 'plan'
  | 'read'
  | 'create'
  | 'update'
  | 'delete'
  | 'import'
  /** Of a data source. */
  | 'query'
  /** Of an ephemeral resource. */
  | 'open'
  | 'close'

/** One thing that a provider is asked to do. Terraform does not tell it the address. */
export interface Operation {
  /** `hashicorp/aws`. */
  readonly provider: string
  /** How the provider is configured. */
  readonly settings: Values
  readonly action: Action
  /** The type of the object; empty for `configure`. */
  readonly type: string
  /** What the cloud knows the object by, once it has been made. */
  readonly key?: string
  /** The configuration as far as it is known, with write-only attributes. */
  readonly config?: Values
  /** What the object was before. */
  readonly prior?: Values
  /** What it is to become. */
  readonly planned?: Values
}

/** An operation that has ended. */
export interface Performed extends Operation {
  /** The message that it failed with. */
  readonly error?: string
}

type Result<T> = T | Promise<T>

export interface ResourceBehaviour {
  /** Paths of attributes whose change needs a new object: `ami`, `boot_disk.0.image`. Schemas don't tell. */
  readonly replaces?: readonly string[]
  /** Values that are known at plan already, such as defaults. Only what the configuration leaves open is taken. */
  readonly plan?: (operation: Operation) => Values
  /** Values of computed attributes, in the shape of the object; or what makes them, and does what is to be done. */
  readonly apply?: Values | ((operation: Operation) => Result<Values | undefined>)
  /** What has become of the object; null if it is gone. */
  readonly read?: (operation: Operation) => Result<Values | null>
}

/** The values that a data source or an ephemeral resource has; or what makes them. */
export type Answer = Values | ((operation: Operation) => Result<Values>)

export interface Behaviours {
  readonly resources?: Readonly<Record<string, ResourceBehaviour>>
  readonly data?: Readonly<Record<string, Answer>>
  readonly ephemeral?: Readonly<Record<string, Answer>>
  /** Called before each operation: may take its time, or throw a `Refusal` (see `faults.ts`). */
  readonly before?: (operation: Operation) => Result<void>
}

/** The failure of an operation, which Terraform reports as an error. Anything else that is thrown is a bug. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly detail: string
  /** The path of the attribute that is to blame: `root_block_device.0.volume_size`. */
  readonly attribute: string | undefined
  /** Whether a create got so far that there is an object, which Terraform then holds to be tainted. */
  readonly partial: boolean

  constructor(
    summary: string,
    {
      detail = '',
      attribute,
      partial = false,
    }: { readonly detail?: string; readonly attribute?: string; readonly partial?: boolean } = {},
  ) {
    super(summary)
    this.detail = detail
    this.attribute = attribute
    this.partial = partial
  }
}
