/** The API on real projects, with the embedded evaluator and a real Terraform. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  type Applied,
  apply,
  type Compiled,
  compile,
  type Deployed,
  type DeployOptions,
  type DriveOptions,
  deploy,
  outputs,
  type Planned,
  type ProjectOptions,
  plan,
  provision,
  type Secret,
  type Task,
  TerraneError,
  type TerraneEvent,
  why,
} from '../../src/index.js'
import { appears } from '../support/programs.js'
import { scratch } from '../support/scratch.js'
import { hasTerraform } from '../support/terraform.js'

const project = (text: string): { entry: string; cwd: string; engine: 'embedded' } => {
  const cwd = scratch()
  writeFileSync(join(cwd, 'infra.nix'), text)
  return { entry: 'infra.nix', cwd, engine: 'embedded' }
}

const codeOf = async (task: PromiseLike<unknown>): Promise<string> => {
  try {
    await task
  } catch (error) {
    if (error instanceof TerraneError) return error.diagnostics[0].code
    throw error
  }
  return 'none'
}

describe('compile', () => {
  it('gives the document, and writes it where that is asked for', async () => {
    const here = project('{ region, ... }: { locals.region = region; }')
    const task = compile({ ...here, strings: { region: 'x' }, output: 'out/config.tf.json' })
    mkdirSync(join(here.cwd, 'out'))
    const { text, warnings } = await task
    expect(JSON.parse(text)).toEqual({ locals: { region: 'x' } })
    expect(warnings).toEqual([])
    expect(readFileSync(join(here.cwd, 'out/config.tf.json'), 'utf8')).toBe(text)
    expect(existsSync(join(here.cwd, '.terrane'))).toBe(false)
  })

  it('throws all that is wrong, with places', async () => {
    const here = project('{ resource.aws_vpc.a.cidr_block = undefined; }')
    const error = await compile(here).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(TerraneError)
    expect((error as TerraneError).diagnostics[0]).toMatchObject({
      code: 'nix-undefined-variable',
      labels: [{ position: { file: join(here.cwd, 'infra.nix'), line: 1 } }],
    })
  })

  it('does not begin where the signal has aborted', async () => {
    expect(await codeOf(compile({ ...project('{ }'), signal: AbortSignal.abort() }))).toBe('interrupted')
  })
})

describe('why', () => {
  it('says where a value comes from', async () => {
    const report = await why('locals.a', project('{ locals.a = 1; }'))
    expect(report).toMatchObject({ path: 'locals.a', value: 1, definitions: [{ status: 'used' }] })
    await expect(why('..', project('{ }'))).rejects.toThrow('is not a path of a value')
  })
})

describe('deploy', () => {
  it('says that there are no hosts', async () => {
    expect(await codeOf(deploy(project('{ }')))).toBe('host-unknown')
  })
})

describe.skipIf(!hasTerraform)('plan and apply', () => {
  it('are about one workspace', async () => {
    const here = project('{ resource.terraform_data.a.input = 1; }')
    await apply({ ...here, approve: () => true })
    expect(await codeOf(plan({ ...here, workspace: 'staging' }))).toBe('workspace-missing')
    expect(await plan({ ...here, workspace: 'default' })).toMatchObject({ hasChanges: false, hosts: [] })
  })

  it('plan, ask, apply that plan, and tell the outputs; sensitive ones as secrets', async () => {
    const here = project(
      `{
      variable.size = { };
      resource.terraform_data.a.input = "\${var.size}";
      output.size.value = "\${terraform_data.a.output}";
      output.key = { value = "sesame"; sensitive = true; };
    }`.replaceAll('"${', '"\\${'),
    )
    const variables = { size: 'large' }
    const planned = await plan({ ...here, variables })
    expect(planned).toMatchObject({
      hasChanges: true,
      counts: { add: 1 },
      changes: [{ address: 'terraform_data.a', action: 'create' }],
    })
    const declined = await apply({ ...here, variables, approve: () => false })
    expect(declined.outcome).toBe('declined')

    const task = apply({ ...here, variables, approve: async ({ counts }) => counts.destroy === 0 })
    const types: string[] = []
    for await (const event of task) types.push(event.type)
    expect(types).toContain('operation_end')
    expect(await task).toMatchObject({ outcome: 'applied', counts: { add: 1 } })

    const found = await outputs(here)
    expect(found.size).toEqual({ sensitive: false, value: 'large' })
    expect(JSON.stringify(found)).not.toContain('sesame')
    expect((found.key!.value as Secret).reveal()).toBe('sesame')

    const again = await apply({ ...here, variables, approve: () => true })
    expect(again.outcome).toBe('unchanged')
    expect(await codeOf(provision({ ...here, workdir: here.cwd, variables: { size: 'large' } }))).toBe('none')
    const gone = await apply({ ...here, variables, destroy: true, approve: () => true })
    expect(gone.counts.destroy).toBe(1)
  })

  it('end when the signal aborts, with the state saved; the handlers of the program stay as they are', async () => {
    const here = project(`{
      resource.terraform_data.a.input = 1;
      resource.terraform_data.slow = {
        depends_on = [ "terraform_data.a" ];
        provisioner.local-exec.command = "touch begun; sleep 30";
      };
    }`)
    const before = process.listenerCount('SIGINT')
    const cancel = new AbortController()
    const task = apply({ ...here, approve: () => true, signal: cancel.signal })
    const code = codeOf(task)
    await appears(join(here.cwd, 'begun'))
    expect(process.listenerCount('SIGINT')).toBe(before)
    cancel.abort()
    expect(await code).toBe('interrupted')
    expect(readFileSync(join(here.cwd, 'terraform.tfstate'), 'utf8')).toContain('terraform_data')
    expect(existsSync(join(here.cwd, '.terrane', 'lock'))).toBe(false)
  })
})

it('has types that say what comes back', () => {
  expectTypeOf(compile).returns.toEqualTypeOf<Task<Compiled>>()
  expectTypeOf(plan).returns.toEqualTypeOf<Task<Planned>>()
  expectTypeOf<Awaited<Task<Applied>>>().toEqualTypeOf<Applied>()
  expectTypeOf<Applied['outcome']>().toEqualTypeOf<'applied' | 'unchanged' | 'declined'>()
  expectTypeOf(deploy).returns.toEqualTypeOf<Task<Deployed>>()
  expectTypeOf<Deployed['hosts'][number]['outcome']>().toExtend<string>()
  expectTypeOf<NonNullable<DeployOptions['batch']>>().toEqualTypeOf<number | `${number}%`>()
  expectTypeOf<ProjectOptions>().toExtend<{ pkgs?: string; schema?: boolean }>()
  expectTypeOf<DriveOptions['workspace']>().toEqualTypeOf<string | undefined>()
  expectTypeOf<Task<Applied>>().toExtend<AsyncIterable<TerraneEvent>>()
  // @ts-expect-error Nobody applies without having said who approves.
  expectTypeOf(apply).toBeCallableWith({ entry: '.' })
  // @ts-expect-error A batch is a number of hosts, or a part of them.
  expectTypeOf(deploy).toBeCallableWith({ batch: 'half' })
  // @ts-expect-error An engine that there is not.
  expectTypeOf(compile).toBeCallableWith({ engine: 'lix' })
  expectTypeOf(why).parameter(0).toBeString()
})
