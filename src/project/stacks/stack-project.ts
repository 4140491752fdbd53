/** What is known of a project with stacks: the vocabulary of this folder. */
import type { DescribedStack } from '../../modules/definitions.js'
import type { TerraformDocument } from '../../terraform/document/shape.js'
import type { Compiled } from '../compile.js'
import type { PrepareOptions } from '../compile-options.js'
import type { Entry } from '../entry.js'
import type { Prepared } from '../prepared-project.js'
import type { WorkFolder } from '../work-folder.js'
import type { Needs } from './order.js'
import type { Read } from './remote-states.js'

/** A project with stacks, none of which is compiled yet. */
export interface StackProject {
  readonly stacks: readonly DescribedStack[]
  readonly entries: readonly Entry[]
  /** The project's own, which those of its stacks lie below. */
  readonly folder: WorkFolder
  readonly dialect?: 'tofu' | 'terraform'
  /** How it is compiled. */
  readonly options: Omit<PrepareOptions, 'files' | 'workdir'>
}

/** A stack on its way: what it reads is not filled in yet. */
export interface CompiledStack {
  readonly described: DescribedStack
  readonly folder: string
  readonly compiled: Compiled & { readonly document: TerraformDocument }
  readonly reads: readonly Read[]
}

/** A stack whose document is made. */
export interface PreparedStack {
  readonly name: string
  readonly project: Prepared
  readonly document: TerraformDocument
  /** What it reads of others, each output once. */
  readonly reads: readonly Read[]
}

export interface PreparedStacks {
  /** Those that were asked for, and all that they need. */
  readonly all: ReadonlyMap<string, PreparedStack>
  readonly needs: Needs
}
