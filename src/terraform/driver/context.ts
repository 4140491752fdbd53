/** What the driver needs to run tofu/terraform in a work folder. Made by whoever knows the project. */
import type { Label } from '../../contracts/diagnostic.js'
import type { Emit, PlannedAction } from '../../contracts/events.js'
import type { ProcessIdentity } from '../../process/alive.js'
import type { Processes } from '../../process/guarded.js'
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
  /** How many seconds what is planned for a resource has taken before. */
  readonly expected?: (address: string, action: PlannedAction) => number | undefined
  /** Called before a tofu/terraform begins. What it throws keeps it from beginning. */
  readonly onStart?: (step: StartedStep, processes: Processes) => void
  /** Called when a tofu/terraform has begun on the user's terminal. */
  readonly onTerminal?: (program: ProcessIdentity) => void
  readonly onInterrupt?: () => void
  /** Called when a tofu/terraform is left at work. */
  readonly onLeave?: () => void
  /** The command that shows what was left at work. */
  readonly followWith?: string
  /** Aborts when the user asks to stop once more. */
  readonly interruptAgain?: AbortSignal
  /** Runs something that uses the shared folder of providers when nobody else does. */
  readonly aloneInPluginCache?: <T>(body: () => Promise<T>) => Promise<T>
  /** Where in the user's files something of the document comes from. */
  readonly locate?: Locate
  /** Called when an `init` has succeeded: the providers are there now. */
  readonly afterInit?: (context: DriveContext) => Promise<void>
}

export interface StartedStep {
  /** `init`, `plan`, `apply`. */
  readonly name: string
  readonly dialect: string
  /** Where in the run's `events.jsonl` its lines begin. */
  readonly offset: number
  /** The file in the run's folder that gets its exit status. */
  readonly exit: string
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

/** The context with the workspace that the folder is in, or that the user's own environment names. */
export const withoutWorkspace = <T extends Pick<QueryContext, 'environment'>>(context: T): T => {
  if (context.environment?.TF_WORKSPACE === undefined) return context
  const { TF_WORKSPACE: _, ...environment } = context.environment
  return { ...context, environment }
}
