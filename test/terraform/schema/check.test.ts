/** What terrane says of a document that does not fit its providers. The texts are in fixtures/schema-problems.txt. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { showPath } from '../../../src/terraform/document/problem.js'
import { checkAgainstSchemas, checkPartAgainstSchemas } from '../../../src/terraform/schema/check.js'
import { knownSchemas } from '../../../src/terraform/schema/known.js'
import { repository } from '../../support/nix.js'
import { fixtureSchema } from '../../support/offline-providers.js'
import { cases, documentOf } from './cases.js'

const dump = (...names: readonly ('aws' | 'hcloud' | 'everything')[]) => ({
  format_version: '1.0',
  provider_schemas: Object.fromEntries(
    names.map(name => {
      const { source, schema } = fixtureSchema(name)
      return [source, schema]
    }),
  ),
})

const schemas = knownSchemas([dump('aws', 'hcloud', 'everything')])
const problemsOf = (document: Parameters<typeof checkAgainstSchemas>[0]) =>
  checkAgainstSchemas(document, schemas)

const severities = { fine: [], wrong: ['error'], stricter: ['error'], warned: ['warning'] }

describe('each case has the verdict that it should have', () => {
  it.each(Object.entries(cases))('%s', (_, each) => {
    const problems = problemsOf(documentOf(each))
    expect([...new Set(problems.map(({ severity }) => severity))]).toEqual(severities[each.verdict])
  })
})

it('says what is wrong, where, and what to do', async () => {
  const texts = Object.entries(cases).flatMap(([name, each]) => {
    const problems = problemsOf(documentOf(each))
    if (problems.length === 0) return []
    const lines = problems.map(
      ({ severity, path, message, hint }) =>
        `  ${severity} at ${path.join('.')}\n    ${message}${hint === undefined ? '' : `\n    hint: ${hint}`}`,
    )
    return [[name, ...lines].join('\n')]
  })
  await expect(`${texts.join('\n\n')}\n`).toMatchFileSnapshot(
    join(repository, 'fixtures', 'schema-problems.txt'),
  )
})

describe('of a document without a part', () => {
  const pathsIn = (value: unknown): readonly (readonly (string | number)[])[] =>
    value === null || typeof value !== 'object'
      ? []
      : Object.entries(value).flatMap(([key, member]) => {
          const step = Array.isArray(value) ? Number(key) : key
          return [[step], ...pathsIn(member).map(path => [step, ...path])]
        })

  const without = (value: unknown, [step, ...deeper]: readonly (string | number)[]): unknown => {
    const members = Object.entries(value as object).flatMap(([key, member]) =>
      key !== String(step) ? [[key, member]] : deeper.length === 0 ? [] : [[key, without(member, deeper)]],
    )
    return Array.isArray(value) ? members.map(([, member]) => member) : Object.fromEntries(members)
  }

  /** An element of a list has another place once one before it is gone. */
  const hasNoIndex = (path: readonly (string | number)[]) => path.every(step => typeof step === 'string')

  it.each(Object.entries(cases))('nothing is said that is not true of the whole: %s', (_, each) => {
    const document = documentOf(each)
    const whole = problemsOf(document).map(problem => JSON.stringify(problem))
    for (const path of pathsIn(document).filter(hasNoIndex)) {
      const part = without(document, path) as typeof document
      for (const problem of checkPartAgainstSchemas(part, schemas, { paths: [path], more: false }))
        expect(whole, `without ${showPath(path)}`).toContain(JSON.stringify(problem))
    }
  })

  const attributes = (members: Readonly<Record<string, string>>) => ({
    terraform: { required_providers: { everything: { source: 'example/everything' } } },
    resource: { everything_attributes: { x: members } },
  })
  const saidOf = (document: ReturnType<typeof attributes>, ...paths: readonly (readonly string[])[]) =>
    checkPartAgainstSchemas(document, schemas, { paths, more: false }).map(({ path }) => path.at(-1))

  it('what else is wrong is still said', () => {
    const document = attributes({ regoin: 'here' })
    expect(saidOf(document, ['resource', 'everything_attributes', 'x', 'name'])).toEqual(['regoin'])
    expect(saidOf(document, ['terraform', 'required_providers', 'everything', 'version'])).toEqual([
      'regoin',
      'x',
    ])
    expect(saidOf(document, ['terraform', 'backend', 's3', 'key'])).toEqual(['regoin', 'x'])
  })

  it('nothing is said where nobody knows of which provider it is', () => {
    const document = attributes({ regoin: 'here' })
    expect(saidOf(document, ['terraform', 'required_providers', 'everything', 'source'])).toEqual([])
    expect(saidOf(document, ['terraform', 'required_providers'])).toEqual([])
    expect(saidOf(document, ['resource', 'everything_attributes', 'x', 'provider'])).toEqual([])
  })

  it('nothing is said of what is missing where more may be missing', () => {
    const whole = { paths: [], more: false }
    expect(checkPartAgainstSchemas(attributes({}), schemas, whole)).toMatchObject([
      { message: 'The argument "name" is required, but no definition was found.' },
    ])
    expect(checkPartAgainstSchemas(attributes({}), schemas, { ...whole, more: true })).toEqual([])
  })
})

describe('the provider of a resource', () => {
  const wrong = { x: { nonsense: true } }

  it('is the one of the requirements, whatever the host is called', () => {
    const document = (source: string) => ({
      terraform: [{ required_providers: [{ cloud: { source } }] }],
      resource: { cloud_attributes: wrong },
    })
    const message = 'The provider example/everything does not support resource type "cloud_attributes".'
    for (const source of ['example/everything', 'registry.opentofu.org/Example/everything'])
      expect(problemsOf(document(source))).toMatchObject([{ message }])
    expect(problemsOf(document('example/other'))).toEqual([])
  })

  it('is one of hashicorp where nothing is said', () => {
    expect(problemsOf({ resource: { aws_vpc: wrong } })).toHaveLength(1)
    expect(problemsOf({ resource: { tls_private_key: wrong } })).toEqual([])
  })

  it('is the one that the resource names, with or without an alias', () => {
    const document = (provider: string) => ({
      terraform: { required_providers: { cloud: { source: 'hashicorp/aws' } } },
      resource: { aws_vpc: { x: { provider, nonsense: true } } },
    })
    expect(problemsOf(document('cloud.us'))).toHaveLength(1)
    expect(problemsOf(document('unknown'))).toEqual([])
    expect(problemsOf(document('${each.value}'))).toEqual([])
  })

  it('without a schema is no reason to complain, neither are types that come with Terraform', () => {
    expect(problemsOf({ resource: { google_project: wrong, terraform_data: wrong } })).toEqual([])
  })
})

it('finds all that is wrong at once, block by block: what is there first, then what is missing or too much', () => {
  const problems = problemsOf({
    provider: { aws: [{ alias: 'a', regoin: 'x' }] },
    resource: { aws_instance: [{ b: [{ amii: 'x' }] }, { a: { root_block_device: [{}, { iopss: 1 }] } }] },
  })
  expect(problems.map(({ path }) => path.join('.'))).toEqual([
    'provider.aws.0.regoin',
    'resource.aws_instance.0.b.0.amii',
    'resource.aws_instance.1.a.root_block_device.1.iopss',
    'resource.aws_instance.1.a.root_block_device',
  ])
})

it('does not show a value that is sensitive', () => {
  const [problem] = problemsOf({
    resource: { aws_ssm_parameter: { x: { name: 'n', type: 's', value: ['hush'] } } },
  })
  expect(problem!.message).not.toContain('hush')
  const secret = { attributes: { pin: { type: 'number', optional: true, sensitive: true } } } as const
  const known = knownSchemas([
    {
      format_version: '1.0',
      provider_schemas: { 'example/x': { resource_schemas: { x_y: { block: secret } } } },
    },
  ])
  const document = {
    terraform: { required_providers: { x: { source: 'example/x' } } },
    resource: { x_y: { z: { pin: 'hush' } } },
  }
  expect(checkAgainstSchemas(document, known).map(({ message }) => message)).toEqual([
    'Inappropriate value for attribute "pin": number required, not a string.',
  ])
})

it('takes integers that JavaScript would round', () => {
  expect(
    problemsOf({
      terraform: { required_providers: { everything: { source: 'example/everything' } } },
      resource: { everything_attributes: { x: { name: 1n, big: 9007199254740993n } } },
    }),
  ).toEqual([])
})
