/** What stacks read of each other, in their documents. */
import { describe, expect, it } from 'vitest'
import { withPending } from '../../../src/project/stacks/pending.js'
import { brokenPromises } from '../../../src/project/stacks/promises.js'
import { remoteStateOf } from '../../../src/project/stacks/remote-state.js'
import { readsOf, withRemoteStates } from '../../../src/project/stacks/remote-states.js'
import { sensitiveOutputs, withSensitiveReads } from '../../../src/project/stacks/sensitive-reads.js'
import type { TerraformDocument } from '../../../src/terraform/document/shape.js'

const outputs = (name: string) => `data.terraform_remote_state.stack_${name}.outputs`

const reader: TerraformDocument = {
  resource: {
    terraform_data: {
      a: { input: `\${${outputs('network')}.cidr}/\${${outputs('network')}.cidr_block}` },
      b: { input: [`\${length(${outputs('network')}.zones)}`, `\${${outputs('dns')}["zone"]}`] },
      c: { input: `$\${${outputs('escaped')}.x}` },
    },
  },
}

describe('what a document reads of other stacks', () => {
  it('is found where Terraform would evaluate it', () => {
    expect(readsOf(reader).map(({ stack, output }) => [stack, output])).toEqual([
      ['network', 'cidr'],
      ['network', 'cidr_block'],
      ['network', 'zones'],
      ['dns', undefined],
    ])
  })

  it('gets a data source for each stack, beside those that the user has', () => {
    const own = { ...reader, data: { terraform_remote_state: { mine: { backend: 's3' } } } }
    const { data } = withRemoteStates(own, stack => ({ backend: 'local', config: { path: stack } }))
    expect(data).toEqual({
      terraform_remote_state: {
        mine: { backend: 's3' },
        stack_network: { backend: 'local', config: { path: 'network' } },
        stack_dns: { backend: 'local', config: { path: 'dns' } },
      },
    })
  })

  it('leaves alone a data source of that name that the user wrote', () => {
    const own = { ...reader, data: { terraform_remote_state: { stack_network: { backend: 's3' } } } }
    expect(readsOf(own).map(({ stack }) => stack)).toEqual(['dns'])
  })
})

describe('the state of another stack', () => {
  const from = (terraform: TerraformDocument[string] | undefined) =>
    remoteStateOf(terraform === undefined ? {} : { terraform }, '/p/stacks/network', '/p/stacks/app')

  it('is a file in its work folder where it has no backend', () => {
    expect(from(undefined)).toEqual({
      backend: 'local',
      config: {
        path: '../network/terraform.tfstate',
        workspace_dir: '../network/terraform.tfstate.d',
      },
      workspace: '${terraform.workspace}',
    })
    expect(from({ backend: { local: { path: 'kept/state' } } }).config).toMatchObject({
      path: '../network/kept/state',
    })
    expect(from({ backend: { local: { path: '/var/state' } } }).config).toMatchObject({ path: '/var/state' })
  })

  it('is where its backend keeps it, whose settings are literal', () => {
    expect(from([{ backend: { s3: { bucket: 'b', key: '${x}/net', region: null } } }])).toEqual({
      backend: 's3',
      config: { bucket: 'b', key: '$${x}/net' },
      workspace: '${terraform.workspace}',
    })
  })

  it('is a workspace on a server', () => {
    expect(from({ cloud: { organization: 'o', workspaces: { name: 'net' } } })).toEqual({
      backend: 'remote',
      config: { organization: 'o', workspaces: { name: 'net' } },
    })
    expect(from({ backend: { remote: { organization: 'o', workspaces: [{ prefix: 'net-' }] } } })).toEqual({
      backend: 'remote',
      config: { organization: 'o', workspaces: { prefix: 'net-' } },
      workspace: '${terraform.workspace}',
    })
  })
})

describe('a document to plan with before what it reads is applied', () => {
  const whole = withRemoteStates(reader, stack => ({
    backend: 'local',
    config: { path: stack },
    workspace: 'w',
  }))
  const states = (document: TerraformDocument) =>
    (document.data as Readonly<Record<string, Readonly<Record<string, unknown>>>>).terraform_remote_state!

  it('is the document where nothing is pending', () => {
    expect(withPending(whole, readsOf(reader), new Map())).toBe(whole)
  })

  it('reads what is pending from a data source that is not read yet, and the rest as ever', () => {
    const pending = withPending(whole, readsOf(reader), new Map([['network', new Set(['cidr'])]]))
    expect(pending.resource).toEqual({
      terraform_data: {
        a: {
          input:
            '${data.terraform_remote_state.pending_network.outputs.cidr}/${data.terraform_remote_state.stack_network.outputs.cidr_block}',
        },
        b: (reader.resource as never as { terraform_data: Record<string, unknown> }).terraform_data.b,
        c: (reader.resource as never as { terraform_data: Record<string, unknown> }).terraform_data.c,
      },
    })
    expect(Object.keys(states(pending)).sort()).toEqual(['pending_network', 'stack_dns', 'stack_network'])
    expect(states(pending).pending_network).toEqual({
      backend: 'local',
      config: { path: 'network' },
      workspace: '${timestamp()}',
    })
  })

  it('does not look for a state of which nothing is known', () => {
    const pending = withPending(
      whole,
      readsOf(reader),
      new Map([
        ['network', 'all'],
        ['dns', 'all'],
      ]),
    )
    expect(Object.keys(states(pending)).sort()).toEqual(['pending_dns', 'pending_network'])
  })
})

it('promises are held against values as Terraform converts them', () => {
  const promise = (type: string | null) => ({ type, position: null })
  const promises = {
    id: promise('string'),
    count: promise('number'),
    tags: promise('map(string)'),
    net: promise('object({ id = string, zones = list(string), note = optional(string) })'),
    free: promise(null),
    missing: promise('string'),
  }
  const good = { id: 3, count: '3', tags: { a: 1 }, net: { id: 'n', zones: [] }, free: [] }
  const values = (given: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(given).map(([name, value]) => [name, { value }]))
  expect(brokenPromises(promises, values(good))).toEqual([])
  const bad = { id: [], count: 'three', tags: ['a'], net: { id: 'n', zones: [['a']] } }
  expect(brokenPromises(promises, values(bad)).map(({ message }) => message)).toEqual([
    'id is promised to be string: a string is required',
    'count is promised to be number: a number is required',
    'tags is promised to be map(string): a map is required',
    'net.zones[0] is promised to be object({ id = string, zones = list(string), note = optional(string) }): a string is required',
  ])
})

it('what is read of a sensitive output is marked, wherever it stands, and nothing else', () => {
  const net = outputs('net')
  const marked = (text: string) =>
    withSensitiveReads({ locals: { a: text } }, new Map([['net', new Set(['pw'])]])).locals
  expect(marked(`\${${net}.pw}`)).toEqual({ a: `\${sensitive(${net}.pw)}` })
  expect(marked(`a \${upper(${net}.pw.key[0])}, \${${net}.cidr} \${${net}.pw_b}`)).toEqual({
    a: `a \${upper(sensitive(${net}.pw).key[0])}, \${${net}.cidr} \${${net}.pw_b}`,
  })
  expect(marked(`%{ if ${net}.pw == "\${${net}.pw}" }y%{ endif }`)).toEqual({
    a: `%{ if sensitive(${net}.pw) == "\${sensitive(${net}.pw)}" }y%{ endif }`,
  })
  expect(marked(`\${${net}["pw"]}\${${net}["cidr"]}`)).toEqual({
    a: `\${sensitive(${net})["pw"]}\${${net}["cidr"]}`,
  })
  expect(marked(`\${jsonencode(${net})}`)).toEqual({ a: `\${jsonencode(sensitive(${net}))}` })
  expect(marked('${jsonencode(data.terraform_remote_state.stack_net)}')).toEqual({
    a: '${jsonencode(sensitive(data.terraform_remote_state.stack_net))}',
  })
  expect(marked(`$\${${net}.pw}`)).toEqual({ a: `$\${${net}.pw}` })
  expect(marked(`\${${outputs('other')}.pw}`)).toEqual({ a: `\${${outputs('other')}.pw}` })
  expect(sensitiveOutputs({ output: { pw: { value: 1, sensitive: true }, cidr: { value: 2 } } })).toEqual(
    new Set(['pw']),
  )
})
