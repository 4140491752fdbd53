// The same in JavaScript, for who is more at home there.
import assert from 'node:assert/strict'
import { test } from 'terrane/test'

for (const [stage, entry] of Object.entries({ production: 'infra.nix', staging: ['infra.nix', 'staging.nix'] }))
  test(`${stage}: the database is open to the network alone`, async ({ project }) => {
    const { document } = await project(entry)
    assert.deepEqual(document.resource.aws_security_group_rule['database-5432'].cidr_blocks, ['10.0.0.0/16'])
  })

test('a service makes a rule for each port', async ({ project, snapshot }) => {
  const { document } = await project('services.nix', { modules: [{ services: { mail: { ports: [25, 587] } } }] })
  assert.deepEqual(Object.keys(document.resource.aws_security_group_rule), ['mail-25', 'mail-587'])
  snapshot(document.resource.aws_security_group_rule)
})

test('the database can not be opened to the world', async ({ project }) => {
  const modules = [{ services: { database: { from: 'the world' } } }]
  await assert.rejects(project('infra.nix', { modules }), /`services.database' is open to the world/)
})
