import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { expect, it } from 'vitest'
import { readDocumentFacts } from '../../../src/terraform/driver/document-facts.js'
import { protectState } from '../../../src/terraform/driver/state-files.js'
import { scratch } from '../../support/scratch.js'

it('takes states from everyone but their owner, wherever they lie, and nothing else', () => {
  const folder = scratch()
  const states = [
    'terraform.tfstate',
    'terraform.tfstate.backup',
    'terraform.tfstate.1700000000.backup',
    'terraform.tfstate.d/staging/terraform.tfstate',
    'deep/named.state',
    'deep/named.state.backup',
  ]
  const others = ['config.tf.json', 'deep/other', 'tfstate.txt']
  for (const name of [...states, ...others]) {
    mkdirSync(dirname(`${folder}/${name}`), { recursive: true })
    writeFileSync(`${folder}/${name}`, '')
    chmodSync(`${folder}/${name}`, 0o644)
  }
  const document = { terraform: { backend: { local: { path: 'deep/named.state' } } } }
  protectState({ folder, facts: readDocumentFacts(JSON.stringify(document)) })
  const mode = (name: string) => statSync(`${folder}/${name}`).mode & 0o777
  expect(states.map(mode)).toEqual(states.map(() => 0o600))
  expect(others.map(mode)).toEqual(others.map(() => 0o644))
})
