import { describe, expect, it } from 'vitest'
import { readDocumentFacts } from '../../../src/terraform/driver/document-facts.js'

const facts = (document: object) => readDocumentFacts(JSON.stringify(document))

describe('where the state lives', () => {
  it.each([
    [{}, undefined, false],
    [{ terraform: { backend: { s3: { bucket: 'b' } } } }, 's3', false],
    [{ terraform: [{ required_version: '1' }, { backend: [{ http: {} }] }] }, 'http', false],
    [{ terraform: { backend: { remote: {} } } }, 'remote', true],
    [{ terraform: { cloud: { organization: 'o' } } }, 'cloud', true],
  ])('%j: backend %s, remote %s', (document, backend, remoteExecution) => {
    expect(facts(document).backend).toBe(backend)
    expect(facts(document).remoteExecution).toBe(remoteExecution)
  })

  it('knows the state file of a local backend', () => {
    expect(facts({ terraform: { backend: { local: { path: 'x.tfstate' } } } }).statePath).toBe('x.tfstate')
    expect(facts({ terraform: { backend: { local: {} } } }).statePath).toBeUndefined()
  })
})

describe('what init depends on', () => {
  const base = { resource: { aws_instance: { web: { ami: 'a' } } } }
  const key = (document: object) => facts({ ...base, ...document }).initKey

  it.each([
    ['an attribute', { resource: { aws_instance: { web: { ami: 'b' } } } }],
    ['a resource of the same provider', { resource: { aws_instance: { web: {} }, aws_vpc: { main: {} } } }],
    ["a provider's settings", { provider: { aws: { region: 'r' } } }],
    ["a module's arguments", {}],
    ['outputs', { output: { x: { value: 1 } } }],
  ])('not %s', (_, document) => {
    expect(key(document)).toBe(key({}))
  })

  it.each([
    ['a backend', { terraform: { backend: { local: {} } } }],
    ['required providers', { terraform: { required_providers: { aws: { version: '~> 6' } } } }],
    ['a provider that a resource implies', { data: { random_pet: { x: {} } } }],
    [
      'a provider that is named in a resource',
      { resource: { aws_instance: { web: { provider: 'other.eu' } } } },
    ],
    ['a provider', { provider: { google: [{ alias: 'x' }] } }],
    ['a module', { module: { net: { source: './net' } } }],
  ])('but %s', (_, document) => {
    expect(key(document)).not.toBe(key({}))
  })

  it("but a module's source, and not its arguments", () => {
    const module = (body: object) => key({ module: { net: { source: './net', ...body } } })
    expect(module({ size: 1 })).toBe(module({ size: 2 }))
    expect(module({ version: '2' })).not.toBe(module({}))
  })

  it('tells a change of the backend from others', () => {
    const backend = (settings: object, more = {}) =>
      facts({ terraform: { backend: { s3: settings }, ...more } }).backendKey
    expect(backend({ key: 'a' })).toBe(backend({ key: 'a' }, { required_version: '1' }))
    expect(backend({ key: 'a' })).not.toBe(backend({ key: 'b' }))
  })
})

it('knows ephemeral variables', () => {
  const variable = { a: { ephemeral: true }, b: {}, c: [{ ephemeral: 'true' }] }
  expect(facts({ variable }).ephemeralVariables).toEqual(['a', 'c'])
})
