/**
 * What a run may do that nobody watches. It destroys nothing and replaces nothing unless that was allowed: a machine that
 * boots an old generation has an old configuration, and would make the infrastructure old as well.
 */
import { failure, type TerraneError } from '../../contracts/diagnostic.js'
import { isHook } from '../../nixos/output-names.js'
import { type Change, destructive } from '../destruction.js'

export interface Allowed {
  readonly destroy: boolean
  /** To make anew what is tainted: its creation was never completed, or somebody has marked it. */
  readonly tainted: boolean
  /** A file that allows to destroy, for one run: whoever has looked at the plan makes it. */
  readonly once?: string
}

/** The changes of a plan that end an object and that nobody allowed. */
export const forbidden = <Planned extends Change>(
  changes: readonly Planned[],
  allowed: Allowed,
): readonly Planned[] =>
  allowed.destroy
    ? []
    : destructive(
        changes,
        ({ address, reason }) => isHook(address) || (allowed.tainted && reason === 'tainted'),
      )

/** The refusal of a plan, if it has such changes, or takes hosts back to systems that they had before. */
export const refusal = (
  changes: readonly Change[],
  allowed: Allowed,
  hostsBack: readonly string[] = [],
): TerraneError | undefined => {
  const refused = forbidden(changes, allowed)
  const back = allowed.destroy ? [] : hostsBack
  if (refused.length === 0 && back.length === 0) return undefined
  return failure(
    'destroy-refused',
    refused.length > 0
      ? 'the plan destroys or replaces resources, which nobody allowed: not applied'
      : 'hosts would go back to systems that they had before, which nobody allowed: nothing was changed',
    {
      notes: [
        ...refused.map(describe),
        ...back.map(name => `the host ${name}: back to a system that it had before`),
      ],
      hint:
        back.length === 0 && refused.every(({ reason }) => reason === 'tainted')
          ? 'make anew what was never completed (--replace-tainted), or apply it by hand'
          : howToAllow(allowed),
    },
  )
}

const howToAllow = ({ once }: Allowed): string =>
  once === undefined
    ? 'look at the plan, then allow it for one run (--allow-destroy), or apply it by hand'
    : `look at the plan in the report; then, to allow it for one run: touch ${once}`

const describe = ({ address, action, reason }: Change): string =>
  `${address}: ${action === 'delete' ? 'destroy' : 'replace'}${reason === 'tainted' ? ', because it is tainted' : ''}`

/** A backend that runs plans on a server shows no plan that could be looked at before. */
export const refuseUnseen = (backend: string): TerraneError =>
  failure(
    'destroy-refused',
    `the backend '${backend}' plans and applies in one go: nobody could look at the plan`,
    { hint: 'use another backend; or allow whatever it does, with --allow-destroy' },
  )
