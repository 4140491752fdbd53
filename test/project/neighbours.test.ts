import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { declaredBeside } from '../../src/project/neighbours.js'
import { scratch } from '../support/scratch.js'

it('a name may be declared in another configuration file of the folder, and only there', () => {
  const here = scratch()
  writeFileSync(join(here, 'config.tf.json'), '{ "variable": { "own": {} } }')
  writeFileSync(join(here, 'variables.tf'), 'variable "zone" {}\n')
  writeFileSync(join(here, 'more.tofu.json'), '{ "locals": { "city": 1 } }')
  writeFileSync(join(here, 'notes.txt'), 'variable "noted" {}')
  mkdirSync(join(here, 'folder.tf'))
  const declared = declaredBeside(here, 'config.tf.json')
  expect(['zone', 'city', 'own', 'noted', 'none'].map(declared)).toEqual([true, true, false, false, false])
})

it('a folder that is not there declares nothing', () => {
  expect(declaredBeside(join(scratch(), 'gone'), 'config.tf.json')('zone')).toBe(false)
})
