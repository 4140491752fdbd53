/** What tests in Nix see as `document` is what a compile writes. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { chooseEngine } from '../../../src/project/engine.js'
import { askTests } from '../../../src/project/testing/ask-tests.js'
import { nodeText } from '../../../src/project/testing/plain-value.js'
import { compileOptions } from '../../support/compile.js'
import { repository } from '../../support/nix.js'

const fixtures = join(repository, 'fixtures', 'compile')
const test = join(repository, 'fixtures', 'testing', 'document.test.nix')

/** About the rules that Nix computes a second time; the merge is compared elsewhere, for every fixture. */
const about =
  /^null|^empty|data-files|templates|references-list|numbers|hidden-members|leaf|strange|every-block/
const names = readdirSync(fixtures)
  .sort()
  .filter(name => about.test(name) && existsSync(join(fixtures, name, 'expected.tf.json')))

it.each(names)('the document in a test of %s is the one that is compiled', async name => {
  const folder = join(fixtures, name)
  const settings = join(folder, 'options.json')
  const options = compileOptions(join(folder, 'infra.nix'), {
    ...(existsSync(settings) ? JSON.parse(readFileSync(settings, 'utf8')) : {}),
    engine: 'embedded',
  })
  const { runs, errors } = await askTests(await chooseEngine('embedded'), options, {
    files: [{ path: test, entry: null }],
    ownEntries: true,
    failed: [],
    broken: [],
    unloadable: [],
    name: null,
    only: null,
  })
  expect(errors).toEqual([])
  const [found] = runs[0]!.tests
  if (found?.kind !== 'checked') throw new Error(`the test is ${found?.kind}`)
  expect(nodeText(found.snapshot!.value)).toBe(readFileSync(join(folder, 'expected.tf.json'), 'utf8'))
})
