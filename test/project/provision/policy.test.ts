import { describe, expect, it } from 'vitest'
import { TerraneError } from '../../../src/contracts/diagnostic.js'
import { forbidden, refusal } from '../../../src/project/provision/policy.js'
import { complaint } from '../../support/diagnostics.js'

const changes = [
  { address: 'a.created', action: 'create' },
  { address: 'a.updated', action: 'update' },
  { address: 'a.moved', action: 'move' },
  { address: 'a.deleted', action: 'delete' },
  { address: 'a.replaced', action: 'replace', reason: 'cannot_update' },
  { address: 'a.tainted', action: 'replace', reason: 'tainted' },
  // A host that Terraform deploys: to deploy it is to replace its hook.
  { address: 'terraform_data.terrane_deploy_web', action: 'replace' },
] as const

const addresses = (destroy: boolean, tainted: boolean) =>
  forbidden(changes, { destroy, tainted }).map(({ address }) => address)

describe('what an unattended run may not do', () => {
  it('is to delete and to replace, unless it is allowed', () => {
    expect(addresses(false, false)).toEqual(['a.deleted', 'a.replaced', 'a.tainted'])
    expect(addresses(false, true)).toEqual(['a.deleted', 'a.replaced'])
    expect(addresses(true, false)).toEqual([])
  })

  it('is told resource by resource, with what would allow it', async () => {
    const allowed = { destroy: false, tainted: false }
    expect(refusal(changes.slice(0, 3), allowed)).toBeUndefined()
    const raise = (from: number) => () => {
      throw refusal(changes.slice(from), allowed) ?? new TerraneError([] as never)
    }
    expect(await complaint(raise(0), '/')).toMatchInlineSnapshot(`
      "error[destroy-refused]: the plan destroys or replaces resources, which nobody allowed: not applied
        a.deleted: destroy
        a.replaced: replace
        a.tainted: replace, because it is tainted
        hint: look at the plan, then allow it for one run (--allow-destroy), or apply it by hand
      "
    `)
    expect(await complaint(raise(5), '/')).toMatchInlineSnapshot(`
      "error[destroy-refused]: the plan destroys or replaces resources, which nobody allowed: not applied
        a.tainted: replace, because it is tainted
        hint: make anew what was never completed (--replace-tainted), or apply it by hand
      "
    `)
  })
})
