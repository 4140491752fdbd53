/**
 * What the arguments of each block are in JSON: evaluated, as most are; literal, so that nothing is escaped; static, which is
 * literal, but OpenTofu looks variables and locals up there
 * (https://opentofu.org/docs/language/files/#early-evaluation); or bare, an address or a word that JSON has as a string. (https://developer.hashicorp.com/terraform/language/syntax/json)
 */

export type Mode = 'evaluated' | 'literal' | 'static' | 'bare'

export interface Rules {
  /** Of the arguments that `modes` does not have. */
  readonly mode: Mode
  readonly modes?: Readonly<Record<string, Mode>>
  /** Of members of its arguments that are objects. */
  readonly memberModes?: Readonly<Record<string, Mode>>
  /** Null is a value here; elsewhere an argument that is null is one that is not set. */
  readonly nulls?: true
  readonly blocks?: Readonly<Record<string, Rules>>
  /** Of blocks that `blocks` does not have; the same rules where it is absent. */
  readonly others?: Rules
}

const evaluated: Rules = { mode: 'evaluated' }
const literal: Rules = { mode: 'literal' }
const fixed: Rules = { mode: 'static' }

const withDynamic: Rules = {
  mode: 'evaluated',
  blocks: { dynamic: { mode: 'evaluated', modes: { iterator: 'bare' } } },
}

const provisioner: Rules = {
  mode: 'evaluated',
  modes: { when: 'bare', on_failure: 'bare' },
  others: evaluated,
}

const resource: Rules = {
  mode: 'evaluated',
  modes: { depends_on: 'bare', provider: 'bare' },
  blocks: {
    ...withDynamic.blocks,
    provisioner,
    connection: evaluated,
    lifecycle: {
      mode: 'static',
      modes: { ignore_changes: 'bare', replace_triggered_by: 'bare', enabled: 'evaluated' },
      blocks: {
        precondition: evaluated,
        postcondition: evaluated,
        action_trigger: { mode: 'evaluated', modes: { events: 'bare', actions: 'bare' } },
      },
    },
  },
  others: withDynamic,
}

/** By the type of block at the top of a file, with the number of its labels. */
export const topLevel: Readonly<Record<string, { readonly labels: number; readonly rules: Rules }>> = {
  terraform: {
    labels: 0,
    rules: {
      mode: 'literal',
      modes: { experiments: 'bare', language: 'bare' },
      blocks: { required_providers: { mode: 'literal', memberModes: { configuration_aliases: 'bare' } } },
      others: fixed,
    },
  },
  provider: {
    labels: 1,
    rules: {
      ...withDynamic,
      modes: { alias: 'literal', version: 'literal' },
      others: withDynamic,
    },
  },
  resource: { labels: 2, rules: resource },
  data: { labels: 2, rules: resource },
  ephemeral: { labels: 2, rules: resource },
  action: { labels: 2, rules: resource },
  module: {
    labels: 1,
    rules: {
      mode: 'evaluated',
      modes: { source: 'static', version: 'static', providers: 'bare', depends_on: 'bare' },
      nulls: true,
      others: evaluated,
    },
  },
  variable: {
    labels: 1,
    rules: {
      mode: 'literal',
      modes: { type: 'bare' },
      nulls: true,
      blocks: { validation: evaluated },
    },
  },
  output: {
    labels: 1,
    rules: {
      mode: 'literal',
      modes: { type: 'bare', depends_on: 'bare', value: 'evaluated' },
      nulls: true,
      others: evaluated,
    },
  },
  locals: { labels: 0, rules: { mode: 'evaluated', nulls: true } },
  moved: { labels: 0, rules: { mode: 'bare' } },
  removed: {
    labels: 0,
    rules: { mode: 'bare', blocks: { provisioner, connection: evaluated }, others: literal },
  },
  import: { labels: 0, rules: { mode: 'evaluated', modes: { to: 'bare', provider: 'bare' } } },
  check: { labels: 1, rules: { mode: 'evaluated', blocks: { data: resource, assert: evaluated } } },
}

const named = <T>(all: Readonly<Record<string, T>> | undefined, name: string): T | undefined =>
  all !== undefined && Object.hasOwn(all, name) ? all[name] : undefined

export const modeOf = (rules: Rules, argument: string): Mode => named(rules.modes, argument) ?? rules.mode

export const memberModeOf = (rules: Rules, member: string, around: Mode): Mode =>
  named(rules.memberModes, member) ?? around

export const rulesOf = (rules: Rules, block: string): Rules =>
  named(rules.blocks, block) ?? rules.others ?? rules
