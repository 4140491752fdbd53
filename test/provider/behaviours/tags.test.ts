/** tags_all is known at plan, as AWS has it. */
import { expect, it } from 'vitest'
import type { Operation } from '../../../src/provider/behaviour.js'
import { allTags } from '../../../src/provider/behaviours/tags.js'
import { unknown, type Values } from '../../../src/provider/values/value.js'
import { fixtureSchema } from '../../support/offline-providers.js'

const behaviours = allTags(fixtureSchema('aws').schema)

const planned = (tags: Values[string], settings: Values = {}) => {
  const operation: Operation = {
    provider: 'hashicorp/aws',
    settings,
    action: 'plan',
    type: 'aws_vpc',
    planned: { tags },
  }
  return behaviours.aws_vpc!.plan!(operation).tags_all
}

it('holds for each type that has both attributes', () => {
  expect(behaviours).toHaveProperty('aws_instance')
  expect(behaviours).not.toHaveProperty('aws_route')
})

it('is the tags of the resource over those of the provider', () => {
  const settings = { default_tags: [{ tags: { team: 'a', env: 'test' } }] }
  expect(planned({ env: 'live' }, settings)).toEqual({ team: 'a', env: 'live' })
  expect(planned(null, settings)).toEqual({ team: 'a', env: 'test' })
  expect(planned({ a: 'b' })).toEqual({ a: 'b' })
})

it('is unknown while the tags are', () => {
  expect(planned(unknown)).toBe(unknown)
})
