/** Stacks in the hands of a real Terraform. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCommandLine } from '../../../src/cli/command-line.js'
import { repository } from '../../support/nix.js'
import { appears } from '../../support/programs.js'
import { type Answers, recordingTerminal } from '../../support/recording-terminal.js'
import { scratch } from '../../support/scratch.js'
import { hasTerraform } from '../../support/terraform.js'
import { eventsOf } from '../../support/terrane.js'

const example = (): string => {
  const folder = scratch()
  cpSync(join(repository, 'examples', 'stacks'), folder, { recursive: true })
  return folder
}

const project = (text: string): string => {
  const folder = scratch()
  writeFileSync(join(folder, 'infra.nix'), text)
  return folder
}

const run = async (folder: string, args: readonly string[], answers?: Answers) => {
  const terminal = recordingTerminal(folder, answers)
  const status = await runCommandLine([...args, '--engine', 'embedded'], terminal)
  const out = terminal.printed()
  // How long it took is different each time.
  const table = out.slice(out.lastIndexOf('\n\n') + 2).replace(/ {2}\d+s( |$)/gm, '$1')
  const rows = table
    .split('\n')
    .map(line => line.split(/ {2,}/).map(cell => cell.trim()))
    .filter(([name]) => name !== '')
  return { status, out, err: terminal.complained(), questions: terminal.questions, rows }
}

/** The order in which something was begun. */
const begun = (err: string, what: string): readonly string[] =>
  [...err.matchAll(new RegExp(`^([\\w-]+) │ ${what}$`, 'gm'))].map(([, name]) => name!)

const stateOf = (folder: string, name: string) =>
  JSON.parse(readFileSync(join(folder, 'stacks', name, 'terraform.tfstate'), 'utf8')) as {
    readonly resources: readonly unknown[]
    readonly outputs: Readonly<Record<string, { readonly value: unknown }>>
  }

describe.skipIf(!hasTerraform)('stacks', () => {
  it('are planned with what is not applied yet unknown, applied in order, destroyed the other way round', async () => {
    const folder = example()
    const planned = await run(folder, ['plan', '--detailed-exitcode'])
    expect(planned.status).toBe(2)
    // The table has columns as wide as what took long.
    expect(planned.out.slice(0, planned.out.lastIndexOf('\n\n'))).toMatchSnapshot('plan')
    expect(planned.rows.map(([name, result, ...note]) => [name, result, note.at(-1)])).toEqual([
      ['network', 'planned', '1 to add, 0 to change, 0 to destroy'],
      ['app', 'planned', '1 to add, 0 to change, 0 to destroy; once network is applied'],
      ['monitoring', 'planned', '1 to add, 0 to change, 0 to destroy'],
    ])
    // What was planned with is not left behind to be applied.
    expect(readFileSync(join(folder, 'stacks/app/config.tf.json'), 'utf8')).not.toContain('pending')

    const applied = await run(folder, ['apply', '--auto-approve'])
    expect(applied.status).toBe(0)
    expect(begun(applied.err, 'terraform apply')).toEqual(['network', 'app', 'monitoring'])
    expect(stateOf(folder, 'app').outputs.address!.value).toBe('10.20.0.10')
    expect(applied.rows).toEqual([
      ['network', 'applied', '1 added, 0 changed, 0 destroyed'],
      ['app', 'applied', '1 added, 0 changed, 0 destroyed'],
      ['monitoring', 'applied', '1 added, 0 changed, 0 destroyed'],
    ])

    const again = await run(folder, ['apply', '--auto-approve'])
    expect([again.status, again.rows.map(([, result]) => result)]).toEqual([
      0,
      ['unchanged', 'unchanged', 'unchanged'],
    ])
    const outputs = await run(folder, ['output', '--json'])
    expect(Object.keys(JSON.parse(outputs.out) as object)).toEqual(['app', 'monitoring', 'network'])

    const partly = await run(folder, ['destroy', '--auto-approve', '--only', 'monitoring'])
    expect(partly.rows).toEqual([['monitoring', 'destroyed', '1 destroyed']])
    const destroyed = await run(folder, ['destroy'], ['yes'])
    expect(destroyed.questions).toEqual([
      "\napp, network: Destroy all of this? Only 'yes' is taken for a yes: ",
    ])
    expect(begun(destroyed.err, 'terraform apply')).toEqual(['app', 'network'])
    expect(destroyed.rows).toEqual([
      ['network', 'destroyed', '1 destroyed'],
      ['app', 'destroyed', '1 destroyed'],
      ['monitoring', 'unchanged'],
    ])
    for (const name of ['network', 'app', 'monitoring']) expect(stateOf(folder, name).resources).toEqual([])
  })

  it('are asked about a layer at a time, and stop where somebody says no', async () => {
    const folder = example()
    const declined = await run(folder, ['apply'], ['yes', 'no'])
    expect(declined.questions).toMatchInlineSnapshot(`
      [
        "
      app, monitoring: planned and asked about once what they need is applied.
      network: Apply this plan? Only 'yes' is taken for a yes: ",
        "
      monitoring: planned and asked about once what it needs is applied.
      app: Apply this plan? Only 'yes' is taken for a yes: ",
      ]
    `)
    expect(declined.status).toBe(5)
    expect(declined.rows).toEqual([
      ['network', 'applied', '1 added, 0 changed, 0 destroyed'],
      ['app', 'declined', 'not applied: nothing was changed'],
      ['monitoring', 'skipped', 'it needs app, which was declined'],
    ])
    expect(existsSync(join(folder, 'stacks/app/terraform.tfstate'))).toBe(false)
  })

  it('go on beside one that fails, and leave out what needs it', async () => {
    const folder = project(`{
      terrane.stacks = {
        base.modules = [ { output.n.value = "three"; output.names.value = [ "a" ]; resource.terraform_data.x = { }; } ];
        each.modules = [
          ({ lib, stacks, ... }: { resource.terraform_data.e.for_each = lib.tf.call "toset" [ stacks.base.outputs.names ]; })
        ];
        broken = {
          modules = [ { resource.terraform_data.b.provisioner.local-exec.command = "exit 3"; } ];
          after = [ "base" ];
        };
        later = { modules = [ { resource.terraform_data.l = { }; } ]; after = [ "broken" ]; };
        alone.modules = [ { resource.terraform_data.a = { }; } ];
      };
    }`)
    // Of a for_each, Terraform must know the names.
    const planned = await run(folder, ['plan', '--only', 'each', '--only', 'base'])
    expect(planned.status).toBe(0)
    expect(planned.rows.at(-1)).toEqual(['each', 'waits', "can't be planned until base is applied"])
    expect(planned.err.slice(planned.err.indexOf('warning['))).toMatchSnapshot('waits')
    const without = await run(folder, ['plan', '--only', 'each'])
    expect(without.status).toBe(1)
    expect(without.err.slice(without.err.indexOf('error['))).toMatchSnapshot('not applied')
    const nowhere = await run(folder, ['drift', '--only', 'each'])
    expect([nowhere.status, nowhere.rows]).toEqual([
      0,
      [['each', 'unchanged', 'what it needs is not applied yet']],
    ])

    const applied = await run(folder, ['apply', '--auto-approve'])
    expect(applied.status).toBe(5)
    expect(applied.rows).toEqual([
      ['alone', 'applied', '1 added, 0 changed, 0 destroyed'],
      ['base', 'applied', '1 added, 0 changed, 0 destroyed'],
      ['broken', 'failed', 'local-exec provisioner error'],
      ['each', 'applied', '1 added, 0 changed, 0 destroyed'],
      ['later', 'skipped', 'it needs broken, which has failed'],
    ])
    expect(existsSync(join(folder, 'stacks/later/terraform.tfstate'))).toBe(false)
  })

  it('stop at the first signal: what is at work ends, nothing more begins', async () => {
    const folder = project(`{
      terrane.stacks.slow.modules = [
        { resource.terraform_data.s.provisioner.local-exec.command = "touch ${'${'}toString ./.}/started; sleep 20"; }
      ];
      terrane.stacks.later = { modules = [ { resource.terraform_data.l = { }; } ]; after = [ "slow" ]; };
    }`)
    const running = run(folder, ['apply', '--auto-approve'])
    await appears(join(folder, 'started'))
    process.emit('SIGINT', 'SIGINT')
    const { status, rows } = await running
    expect(status).toBe(130)
    expect(rows).toEqual([
      ['slow', 'interrupted', expect.any(String)],
      ['later', 'skipped', 'it needs slow, which was interrupted'],
    ])
    expect(process.listenerCount('SIGINT')).toBe(0)
  })

  it('keep promises of their outputs, which only an apply can tell', async () => {
    const folder = project(`{
      terrane.stacks.base = {
        modules = [ { output.n.value = "\\\${terraform_data.x.output}"; resource.terraform_data.x.input = "three"; } ];
        outputs.n.type = "number";
      };
      terrane.stacks.reader.modules = [ ({ stacks, ... }: { output.n.value = stacks.base.outputs.n; }) ];
    }`)
    const { status, err, rows } = await run(folder, ['apply', '--auto-approve'])
    expect(status).toBe(1)
    expect(err.slice(err.indexOf('error['))).toMatchSnapshot()
    expect(rows.at(-1)).toEqual(['reader', 'skipped', 'it needs base, which has failed'])
  })

  it('that read what a plan changes are shown with it unknown, and the rest known', async () => {
    const text = (cidr: string) => `{
      terrane.stacks.base.modules = [ { output.cidr.value = "${cidr}"; output.name.value = "n"; } ];
      terrane.stacks.reader.modules = [
        ({ stacks, ... }: { resource.terraform_data.r.input = { inherit (stacks.base.outputs) cidr name; }; })
      ];
    }`
    const folder = project(text('10.0.0.0/16'))
    expect((await run(folder, ['apply', '--auto-approve'])).status).toBe(0)
    writeFileSync(join(folder, 'infra.nix'), text('10.1.0.0/16'))
    const planned = await run(folder, ['plan'])
    expect(planned.out).toContain('Unknown until base is applied: base.cidr\n')
    expect(planned.out).toMatch(/input\.cidr +"10\.0\.0\.0\/16" → \(known after apply\)/)
    expect(planned.out).not.toMatch(/input\.name/)
  })

  it('show no sensitive output of another, before it is applied and after', async () => {
    const folder = project(`{
      terrane.stacks.net.modules = [
        { output.pw = { value = "hunter2-secret"; sensitive = true; }; output.cidr.value = "10.0.0.0/16"; }
      ];
      terrane.stacks.app.modules = [
        ({ stacks, ... }: {
          resource.terraform_data.a.input = {
            password = "p: \${stacks.net.outputs.pw}";
            inherit (stacks.net.outputs) cidr;
          };
        })
      ];
    }`)
    const before = await run(folder, ['plan'])
    expect([before.status, before.out.includes('Unknown until net is applied')]).toEqual([0, true])
    expect((await run(folder, ['apply', '--auto-approve', '--only', 'net'])).status).toBe(0)
    for (const flags of [[], ['--json']]) {
      const { status, out, err } = await run(folder, ['plan', '--only', 'app', ...flags])
      expect([status, (out + err).includes('10.0.0.0/16')]).toEqual([0, true])
      expect(out + err).not.toContain('hunter2-secret')
    }
    const applied = await run(folder, ['apply', '--auto-approve'])
    expect(applied.status).toBe(0)
    expect(before.out + applied.out + applied.err).not.toContain('hunter2-secret')
  })

  it('that read others are not planned offline', async () => {
    const { status, err } = await run(example(), ['plan', '--offline', '--stack', 'app'])
    expect(status).toBe(3)
    expect(err.slice(err.indexOf('error['))).toMatchInlineSnapshot(`
      "error[offline-impossible]: it reads outputs of the stack 'network', and --offline plans without any state
        hint: leave --offline out: a plan of all stacks shows as unknown what is not applied yet
      "
    `)
  })

  it('that are destroyed behind what they read are told the way out', async () => {
    const folder = project(`{
      terrane.stacks.base.modules = [ { output.n.value = "three"; } ];
      terrane.stacks.reader.modules = [
        ({ stacks, ... }: { resource.terraform_data.r.input = stacks.base.outputs.n; })
      ];
    }`)
    await run(folder, ['apply', '--auto-approve'])
    await run(folder, ['destroy', '--auto-approve', '--only', 'base'])
    const { status, err } = await run(folder, ['destroy', '--auto-approve', '--only', 'reader'])
    expect(status).toBe(1)
    expect(err.slice(err.indexOf('error['))).toMatchInlineSnapshot(`
      "error[stack-not-applied]: the stack 'base' has no output 'n' in its state
        --> infra.nix:4:29
      3 |       terrane.stacks.reader.modules = [
      4 |         ({ stacks, ... }: { resource.terraform_data.r.input = stacks.base.outputs.n; })
        |                             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      5 |       ];
        note: Unsupported attribute: This object does not have an attribute named "n".
        note: in the stack reader
        hint: apply base again and destroy both together; or destroy it by its state alone, which needs no outputs: terrane tf --stack reader -- destroy -refresh=false
      "
    `)
    const tf = ['tf', '--stack', 'reader', '--engine', 'embedded', '--']
    await runCommandLine([...tf, 'destroy', '-refresh=false', '-auto-approve'], recordingTerminal(folder))
    expect(stateOf(folder, 'reader').resources).toEqual([])
  })

  it('that are no longer declared, and have resources, are told of', async () => {
    const text = (name: string, folder = '') => `{
      terrane.stacks.base.modules = [ { } ];
      terrane.stacks.${name} = { modules = [ { resource.terraform_data.r = { }; } ]; ${folder} };
    }`
    const folder = project(text('app'))
    const first = await run(folder, ['apply', '--auto-approve'])
    expect([first.status, first.err.includes('stack-left')]).toEqual([0, false])
    const told = (err: string) =>
      err.replaceAll(folder, '<here>').match(/warning\[stack-left\].*\n(?: {2}.*\n)*/g)

    writeFileSync(join(folder, 'infra.nix'), text('app2'))
    const renamed = await run(folder, ['destroy', '--auto-approve'])
    expect([renamed.status, told(renamed.err)]).toMatchInlineSnapshot(`
      [
        0,
        [
          "warning[stack-left]: the stack 'app' is no longer declared, and its state has 1 resource
        note: <here>/stacks/app/terraform.tfstate: no command looks at it any longer
        hint: if it was renamed, move that file into the work folder of the new stack before that is applied; else declare it again, terrane destroy --only app, and take it out then
      ",
        ],
      ]
    `)
    writeFileSync(join(folder, 'stacks', 'note'), 'a file beside them')
    const json = await run(folder, ['drift', '--json', '--diagnostics', 'json', '--only', 'base'])
    expect(json.err).toContain('"stack-left"')
    writeFileSync(join(folder, 'infra.nix'), text('app', 'workFolder = "live/app";'))
    expect(told((await run(folder, ['validate'])).err)).toMatchInlineSnapshot(`
      [
        "warning[stack-left]: the stack 'app' has another work folder now, and the state in its former one has 1 resource
        note: <here>/stacks/app/terraform.tfstate: no command looks at it any longer
        hint: move that file into <here>/live/app before the stack is applied there
      ",
      ]
    `)

    writeFileSync(join(folder, 'infra.nix'), text('app'))
    expect(told((await run(folder, ['destroy', '--auto-approve'])).err)).toBe(null)
    writeFileSync(join(folder, 'infra.nix'), text('app2'))
    expect(told((await run(folder, ['validate'])).err)).toBe(null)
  })

  it('are told of in events', async () => {
    const folder = example()
    const plan = await run(folder, ['plan', '--json'])
    const events = eventsOf(plan)
    expect(
      events.filter(({ type }) => type === 'stack_result').map(({ at: _, seconds: __, ...rest }) => rest),
    ).toEqual([
      {
        type: 'stack_result',
        stack: 'network',
        result: 'planned',
        status: 0,
        note: '1 to add, 0 to change, 0 to destroy',
      },
      {
        type: 'stack_result',
        stack: 'app',
        result: 'planned',
        status: 0,
        note: '1 to add, 0 to change, 0 to destroy; once network is applied',
      },
      {
        type: 'stack_result',
        stack: 'monitoring',
        result: 'planned',
        status: 0,
        note: '1 to add, 0 to change, 0 to destroy',
      },
    ])
    const changes = events.filter(({ type }) => type === 'plan_changes')
    expect(changes.map(({ stack }) => stack)).toEqual(['network', 'app', 'monitoring'])
    expect(JSON.stringify(changes)).not.toContain('pending_')
  })

  it('leave no state behind that was there before there were stacks', async () => {
    const folder = example()
    writeFileSync(join(folder, 'terraform.tfstate'), JSON.stringify({ version: 4, resources: [{}] }))
    const { status, err } = await run(folder, ['plan'])
    expect(status).toBe(4)
    expect(err.slice(err.indexOf('error[')).replaceAll(folder, '<here>')).toMatchSnapshot()
  })

  it('are chosen by what has changed in git', async () => {
    const folder = example()
    const git = (...args: string[]) =>
      spawnSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], { cwd: folder })
    const affected = async (...base: string[]) =>
      (await run(folder, ['validate', '--affected', ...base])).rows.map(([name]) => name)
    writeFileSync(join(folder, '.gitignore'), 'stacks/\n.terrane/\n')
    const error = async () =>
      (await run(folder, ['validate', '--affected'])).err.replace(/^[\s\S]*?(?=error)/, '')
    expect(await error()).toMatchSnapshot('outside of git')
    git('init', '-q')
    expect(await error()).toMatchSnapshot('nothing committed')
    git('add', '.')
    git('commit', '-qm', 'first')
    const none = await run(folder, ['validate', '--affected'])
    expect([none.status, none.out, none.err.includes('No stack is affected.')]).toEqual([0, '', true])

    writeFileSync(join(folder, 'app.nix'), `# changed\n${readFileSync(join(folder, 'app.nix'), 'utf8')}`)
    expect(await affected()).toEqual(['app', 'monitoring'])
    git('commit', '-qam', 'second')
    expect(await affected('HEAD~1')).toEqual(['app', 'monitoring'])
    // A file that a module names is one of its own; one that nobody names is nobody's.
    writeFileSync(join(folder, 'monitoring.nix'), '{ locals.text = builtins.readFile ./text; }\n')
    writeFileSync(join(folder, 'text'), 'a')
    writeFileSync(join(folder, 'other.nix'), '{ }')
    git('add', '.')
    git('commit', '-qm', 'third')
    writeFileSync(join(folder, 'text'), 'b')
    rmSync(join(folder, 'other.nix'))
    expect(await affected()).toEqual(['monitoring'])
    writeFileSync(join(folder, 'infra.nix'), `# changed\n${readFileSync(join(folder, 'infra.nix'), 'utf8')}`)
    expect(await affected()).toEqual(['network', 'app', 'monitoring'])
    const unknown = await run(folder, ['validate', '--affected', 'nowhere'])
    expect(unknown.status).toBe(4)
    expect(unknown.err).toContain(
      "error[stack-changes-unknown]: git can't tell what has changed since nowhere",
    )
  })
})
