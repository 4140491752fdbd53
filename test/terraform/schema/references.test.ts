/** References to attributes: what terrane says of them, and whether a real Terraform agrees. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { knownSchemas } from '../../../src/terraform/schema/known.js'
import { checkReferencesAgainstSchemas } from '../../../src/terraform/schema/references.js'
import { temporaryFolder } from '../../support/compile.js'
import { repository } from '../../support/nix.js'
import { fixtureSchema, offlineProviders, succeeded } from '../../support/offline-providers.js'
import { hasTerraform } from '../../support/terraform.js'
import { requirements } from './cases.js'

const resource = {
  everything_attributes: {
    one: { name: 'x' },
    several: { name: 'x', count: 2 },
    by_key: { name: 'x', for_each: { a: 1 } },
  },
  everything_nested: { one: { name: 'x' } },
  everything_blocks: { one: { name: 'x' } },
  aws_instance: { web: { ami: 'a', instance_type: 't' } },
}
const data = { aws_ami: { nixos: {} } }

/** An expression each, of the value of an output. `stricter`: Terraform says so no earlier than in a plan. */
const cases: Readonly<Record<string, readonly [verdict: 'fine' | 'wrong' | 'stricter', expression: string]>> =
  {
    'a resource as a whole': ['fine', 'everything_attributes.one'],
    'an attribute': ['fine', 'everything_attributes.one.id'],
    'an attribute with a slip': ['wrong', 'everything_attributes.one.regoin'],
    'an attribute of a data source': ['fine', 'data.aws_ami.nixos.image_id'],
    'an attribute of a data source with a slip': ['wrong', 'data.aws_ami.nixos.image_idd'],
    'a resource with its long name': ['wrong', 'resource.aws_instance.web.public_ipp'],
    'an attribute of one of several': ['fine', 'everything_attributes.several[0].id'],
    'a slip behind an index': ['wrong', 'everything_attributes.several[0].idd'],
    'a slip behind a key': ['wrong', 'everything_attributes.by_key["a"].idd'],
    'a slip behind a computed index': ['stricter', 'everything_attributes.several[local.n].idd'],
    'a slip behind a splat': ['stricter', 'everything_attributes.several[*].idd'],
    'a slip behind an old splat': ['stricter', 'everything_attributes.several.*.idd'],
    'an attribute of all': ['fine', 'everything_attributes.several[*].id'],
    'a slip in a template with text': ['wrong', 'join("-", ["a", everything_attributes.one.idd])'],
    'a key of a map': ['fine', 'everything_attributes.one.map.anything'],
    'a key of a map in brackets': ['fine', 'everything_attributes.one.map["any thing"]'],
    'a part of a string': ['wrong', 'everything_attributes.one.region.part'],
    'a part of an object': ['fine', 'everything_attributes.one.object.a'],
    'a slip in a part of an object': ['wrong', 'everything_attributes.one.object.aa'],
    'anything of what can be anything': ['fine', 'everything_attributes.one.any.what.ever'],
    'a part of a nested attribute': ['fine', 'everything_nested.one.single.key'],
    'a slip in a part of a nested attribute': ['wrong', 'everything_nested.one.single.kee'],
    'a part of an element of a nested attribute': ['fine', 'everything_nested.one.list[0].key'],
    'a slip in an element of a nested attribute': ['wrong', 'everything_nested.one.list[0].kee'],
    'a part of a nested list without an index': ['wrong', 'everything_nested.one.list.key'],
    'a part of a nested map': ['fine', 'everything_nested.one.map["a"].key'],
    'a block': ['fine', 'aws_instance.web.root_block_device'],
    'an argument of a block in a list': ['fine', 'aws_instance.web.root_block_device[0].volume_id'],
    'a slip in an argument of a block': ['wrong', 'aws_instance.web.root_block_device[0].volume_idd'],
    'an argument of a list of blocks without an index': [
      'wrong',
      'aws_instance.web.root_block_device.volume_id',
    ],
    'arguments of all blocks of a set': ['fine', 'aws_instance.web.ebs_block_device[*].volume_id'],
    'an argument of a set of blocks': ['wrong', 'aws_instance.web.ebs_block_device.volume_id'],
    'a part of an object that is not looked into': [
      'fine',
      '[for each in everything_attributes.several : each.id]',
    ],
    'an element of a list of strings': ['fine', 'aws_instance.web.vpc_security_group_ids'],
    'a name of a list of strings': ['wrong', 'aws_instance.web.security_groups.first'],
  }

const all = Object.entries(cases)
const dump = (name: 'aws' | 'everything') => {
  const { source, schema } = fixtureSchema(name)
  return { format_version: '1.0', provider_schemas: { [source]: schema } }
}
const schemas = knownSchemas([dump('aws'), dump('everything')])
const base = { terraform: { required_providers: requirements }, resource, data, locals: { n: 0 } }
const found = (value: string) =>
  checkReferencesAgainstSchemas({ ...base, output: { x: { value: `\${${value}}` } } } as never, schemas)

describe('a reference to', () => {
  it.each(all)('%s', (_, [verdict, expression]) => {
    expect(found(expression)).toHaveLength(verdict === 'fine' ? 0 : 1)
  })

  it('what there is not is told with what may be meant', async () => {
    const texts = all.flatMap(([name, [, expression]]) =>
      found(expression).map(
        ({ message, hint }) =>
          `${name}\n  \${${expression}}\n    ${message}\n${hint === undefined ? '' : `    hint: ${hint}\n`}`,
      ),
    )
    await expect(texts.join('\n')).toMatchFileSnapshot(
      join(repository, 'fixtures', 'schema-reference-problems.txt'),
    )
  })
})

describe.skipIf(!hasTerraform)('terraform validate has the same verdict of a reference to', () => {
  const told = new Map<number, string[]>()
  const before = 1

  beforeAll(async () => {
    const folder = temporaryFolder()
    const providers = await offlineProviders({ aws: {}, hcloud: {}, everything: {} })
    const outputs = all.map(
      ([, [, expression]], index) => `"o${index}": {"value": ${JSON.stringify(`\${${expression}}`)}}`,
    )
    const text = `${JSON.stringify(base).slice(0, -1)}, "output": {\n${outputs.join(',\n')}\n}}\n`
    writeFileSync(join(folder, 'main.tf.json'), text)
    succeeded(await providers.terraform(folder, 'init'))
    const { out } = await providers.terraform(folder, 'validate', '-json')
    const { diagnostics } = JSON.parse(out) as {
      readonly diagnostics: readonly {
        readonly detail: string
        readonly range: { readonly start: { readonly line: number } }
      }[]
    }
    for (const { detail, range } of diagnostics)
      told.set(range.start.line - before, [...(told.get(range.start.line - before) ?? []), detail])
  })

  it.each(all.map(([name, [verdict]], index) => [name, verdict, index + 1] as const))(
    '%s',
    (_, verdict, line) => {
      expect((told.get(line) ?? []).length > 0 ? 'wrong' : 'fine', JSON.stringify(told.get(line))).toBe(
        verdict === 'stricter' ? 'fine' : verdict,
      )
    },
  )
})
