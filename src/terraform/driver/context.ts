/** What the driver needs to run tofu/terraform in a work folder. Made by whoever knows the project. */
import type { Label } from '../../contracts/diagnostic.js'
import type { Emit } from '../../contracts/events.js'
import type { Binary } from './binary.js'
import type { DocumentFacts } from './document-facts.js'

/** Enough for questions, which change nothing and may be asked while someone else drives the folder. */
export interface QueryContext {
  readonly binary: Binary
  /** The work folder, where tofu/terraform runs: an absolute path. */
  readonly folder: string
  readonly facts: DocumentFacts
  /** Where `init` notes what it was for. */
  readonly initRecord: string
  /** Added to the environment of each program that is started; `undefined` removes a variable. */
  readonly environment?: Readonly<Record<string, string | undefined>>
  /** When it aborts, tofu/terraform gets one SIGINT, and is waited for. */
  readonly interrupt?: AbortSignal
}

export interface DriveContext extends QueryContext {
  /** A folder that only its owner may look into: events and saved plans go there. */
  readonly runFolder: string
  readonly emit: Emit
  readonly onStart?: (pid: number) => void
  /** Aborts when the user asks to stop once more. */
  readonly interruptAgain?: AbortSignal
  /** Where in the user's files something of the document comes from. */
  readonly locate?: Locate
  /** Called when an `init` has succeeded: the providers are there now. */
  readonly afterInit?: (context: DriveContext) => Promise<void>
}

export interface TerraformPlace {
  /** Terraform's, of a resource. */
  readonly address?: string
  /** A block of the document: `resource.aws_instance.web`. */
  readonly context?: string
  /** Another file than the document, in a module, say; relative to the work folder. */
  readonly file?: string
  /** A line of the document, or of the other file. */
  readonly line?: number
  readonly column?: number
  /** Addresses that its words name, where it says no place. */
  readonly mentioned?: readonly string[]
}

export type Locate = (place: TerraformPlace) => readonly Label[]

/**
 * The environment of each tofu/terraform that we start, beyond our own: nobody is there to answer its questions, and
 * its advice on what to type next is not for our users.
 */
export const environment = ({
  environment: own,
}: Pick<QueryContext, 'environment'>): Readonly<Record<string, string | undefined>> => ({
  TF_IN_AUTOMATION: process.env.TF_IN_AUTOMATION ?? '1',
  TF_INPUT: '0',
  ...own,
})
