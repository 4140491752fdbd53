/** What the core modules give to whoever reads `config`. */
import { describe, expect, it } from 'vitest'
import { hasNix } from '../support/nix.js'
import { evaluateText, inRepository, libs } from './nix.js'

describe.skipIf(!hasNix || libs.length === 0).each(libs)('the core modules with $name', ({ path }) => {
  const resultOf = async (name: string): Promise<unknown> =>
    JSON.parse(
      await evaluateText(inRepository('test/nix-modules/result.nix'), {
        libPath: path,
        module: inRepository(`fixtures/nix-modules/${name}.nix`),
      }),
    )

  it('make blocks with labels functions from an attribute to its reference', async () => {
    expect(await resultOf('functors')).toEqual({
      resource: '${aws_instance.web.id}',
      data: '${data.aws_ami.nixos.id}',
      ephemeral: '${ephemeral.random_password.database.result}',
      module: '${module.vpc.subnet_ids}',
      member: 'web',
      mapped: ['${aws_instance.web.id}', '${aws_instance.web.arn}'],
      unlike: {
        nothing: null,
        text: 'text',
        plain: 'not a set',
        odd: 'text',
        list: [{ ami: 'ami-1' }],
        tags: false,
        type: false,
        provider: false,
      },
    })
  })

  it('keep paths, packages and flake inputs as they are', async () => {
    expect(await resultOf('leaves')).toEqual({
      path: 'path',
      name: 'leaves.nix',
      package: 'package',
      listed: ['path', 'set'],
      input: true,
      agreed: true,
    })
  })

  it('refuse two different paths as one value', async () => {
    await expect(resultOf('leaves-conflict')).rejects.toThrow(
      "The option `locals.script' has conflicting definition values",
    )
  })

  it('refuse a list and a string as one value, and name the kinds', async () => {
    await expect(resultOf('kinds-conflict')).rejects.toThrow(
      /The option `locals\.names' is defined multiple times.*a (list|string) and a (list|string) can't be merged, in .*kinds-conflict\.nix/,
    )
  })

  it('are empty by default', async () => {
    const nothing = {}
    expect(await resultOf('defaults')).toMatchObject({
      _meta: nothing,
      backend: { etcd: null, local: null, s3: null },
      check: nothing,
      data: nothing,
      ephemeral: nothing,
      import: nothing,
      locals: nothing,
      module: nothing,
      moved: nothing,
      output: nothing,
      provider: nothing,
      remote_state: { etcd: {}, local: {}, s3: {} },
      removed: nothing,
      resource: nothing,
      terraform: nothing,
      terrane: { dialect: null },
      users: nothing,
      variable: nothing,
      warnings: [],
      assertionsHold: true,
      cloudflare: false,
      github: false,
      githubProvider: { token: '${ var.github_api_token }' },
    })
  })

  it('let `_meta` hold functions, merged over files', async () => {
    expect(await resultOf('meta')).toEqual({ greeting: 'hello Ada', nested: { a: 1, b: 2 } })
  })

  it('leave a backend that the project declares itself to the project', async () => {
    expect(await resultOf('project-backend')).toEqual({
      backend: { local: { path: 'terraform.tfstate' } },
      assertions: [true, true],
    })
  })

  it('say which option has no value', async () => {
    await expect(resultOf('provisioner-unset')).rejects.toThrow(
      "The option `provisioner.privateKeyFile' was accessed but has no value defined",
    )
  })

  it('refuse an assertion with a misspelt member', async () => {
    await expect(resultOf('assertion-without-message')).rejects.toThrow(/mesage' does not exist/)
  })

  it('describe each of their options', async () => {
    const documented = (await resultOf('documented')) as { name: string; described: boolean; type: string }[]
    expect(documented.filter(one => !one.described)).toEqual([])
    expect(documented.map(one => one.name)).toEqual([
      '_meta',
      'action',
      'assertions',
      'backend.etcd',
      'backend.local',
      'backend.s3',
      'check',
      'cloudflare.enable',
      'cloudflare.provider',
      'data',
      'ephemeral',
      'github.enable',
      'github.provider',
      'import',
      'locals',
      'module',
      'moved',
      'nixos.hosts',
      'output',
      'provider',
      'provisioner.privateKeyFile',
      'remote_state.etcd',
      'remote_state.local',
      'remote_state.s3',
      'removed',
      'resource',
      'terraform',
      'terrane.dialect',
      'terrane.stacks',
      'users',
      'variable',
      'warnings',
    ])
  })
})
