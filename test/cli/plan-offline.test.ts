/** `terrane plan --offline`: a real Terraform, and nothing else. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/compile.js'
import { repository } from '../support/nix.js'
import { hasTerraform } from '../support/terraform.js'

const built = join(repository, 'dist', 'cli.cjs')

const project = (text: string, { schemas = true } = {}) => {
  const folder = join(temporaryFolder(), 'project')
  mkdirSync(folder)
  writeFileSync(join(folder, 'infra.nix'), text)
  const terrane = (...args: readonly string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [built, ...args], {
      cwd: folder,
      encoding: 'utf8',
      // A name server that nobody has: whatever wants to go out fails.
      env: {
        ...process.env,
        CHECKPOINT_DISABLE: '1',
        http_proxy: 'http://127.0.0.1:9',
        https_proxy: 'http://127.0.0.1:9',
      },
    })
    return { status, out: stdout, err: stderr.replaceAll(folder, '<project>') }
  }
  if (schemas) terrane('schema', 'add', join(repository, 'fixtures', 'provider-schemas', 'everything.json'))
  const plan = (...args: readonly string[]) => terrane('plan', '--offline', '--engine', 'embedded', ...args)
  return { folder, plan }
}

const requirement = 'terraform.required_providers.everything.source = "example/everything";'

describe.skipIf(!hasTerraform)('a plan offline', () => {
  it('needs no backend, no provider and no module from elsewhere, and takes no state', () => {
    const { folder, plan } = project(
      `{
      ${requirement}
      terraform.backend.http.address = "http://127.0.0.1:9/state";
      data.everything_lookup.found.name = "x";
      resource.everything_attributes.a = { name = "\\\${data.everything_lookup.found.id}"; big = 3; };
      resource.terraform_data.own.input = "\\\${file(\\"greeting.txt\\")}";
      module.shared.source = "../shared";
      import = [ { to = "everything_attributes.old"; id = "i-1"; } ];
      resource.everything_attributes.old.name = "old";
    }`,
    )
    writeFileSync(join(folder, 'greeting.txt'), 'hello')
    writeFileSync(
      join(folder, 'terraform.tfstate'),
      '{"version":4,"serial":1,"lineage":"x","outputs":{},"resources":[]}',
    )
    mkdirSync(join(folder, '..', 'shared'))
    writeFileSync(
      join(folder, '..', 'shared', 'main.tf'),
      'resource "terraform_data" "in_module" { input = path.module }\n',
    )
    const before = readdirSync(folder).sort()
    const { status, out, err } = plan('--detailed-exitcode')
    expect({ status, out, err: err.replace(/^data\..*\n/gm, '') }).toMatchInlineSnapshot(`
      {
        "err": "compile
      terraform init
      terraform plan
      ",
        "out": "  + everything_attributes.a  create  infra.nix:5
            big       3
            id        (known after apply)
            made_any  (known after apply)
            name      "lookup-dc780982483a19004"
            object    (known after apply)
            region    (known after apply)
            set       (known after apply)
        + terraform_data.own  create  infra.nix:6
            id      (known after apply)
            input   "hello"
            output  (known after apply)
        + module.shared.terraform_data.in_module  create  infra.nix:7
            id      (known after apply)
            input   "../../../../../shared"
            output  (known after apply)
        ~ everything_attributes.old  update (id i-1)
            name  "old"  infra.nix:9

      Plan: 1 to import, 3 to add, 1 to change, 0 to destroy.
      Planned offline, as if nothing existed: what data sources and imports give is invented. It can't be applied.
      ",
        "status": 2,
      }
    `)
    expect(readdirSync(folder).sort()).toEqual([...before, '.terrane', 'config.tf.json'].sort())
    const runs = join(folder, '.terrane', 'runs')
    expect(readdirSync(join(runs, readdirSync(runs)[0]!)).sort()).toEqual([
      'errors.txt',
      'events.jsonl',
      'exit-init',
      'exit-plan',
      'record.json',
      'timings.json',
    ])
    expect(readFileSync(join(folder, 'terraform.tfstate'), 'utf8')).toContain('"serial":1')
  })

  it('is marked in events as well', () => {
    const { plan } = project(`{ ${requirement} resource.everything_attributes.a.name = "a"; }`)
    const events = plan('--json')
      .out.trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(events.find(({ type }) => type === 'plan_changes')).toMatchObject({ offline: true })
  })

  it('tells errors at the lines of Nix', () => {
    const { plan } = project(`{
      ${requirement}
      resource.everything_attributes.a.name = "\\\${[1][3]}";
    }`)
    expect(plan().err).toMatchInlineSnapshot(`
      "compile
      terraform init
      terraform plan
      error[terraform-diagnostic]: Invalid index
        --> infra.nix:3:7
      2 |       terraform.required_providers.everything.source = "example/everything";
      3 |       resource.everything_attributes.a.name = "\\\${[1][3]}";
        |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      4 |     }
        note: The given key does not identify an element in this collection value.
        note: in resource.everything_attributes.a
      "
    `)
  })

  it("says what it needs, and what it can't", () => {
    const text = `{ ${requirement} resource.everything_attributes.a.name = "a"; }`
    expect(project(text, { schemas: false }).plan()).toMatchInlineSnapshot(`
      {
        "err": "compile
      error[schema-unknown]: to plan offline, the schemas of example/everything must be known
        hint: terrane schema fetch asks the providers, once, where there is a network; terrane schema add FILE takes a dump of them
      ",
        "out": "",
        "status": 3,
      }
    `)
    const remote = project('{ data.terraform_remote_state.net = { backend = "s3"; }; }')
    expect(remote.plan().err).toMatchInlineSnapshot(`
      "compile
      error[offline-impossible]: data.terraform_remote_state.net reads the state of another project, which takes that project's backend
        hint: plan without --offline
      "
    `)
    for (const flag of ['--destroy', '--refresh-only', '--replace=a.b'])
      expect(project(text).plan(flag)).toMatchObject({ status: 64, out: '' })
  })
})
