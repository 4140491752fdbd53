/** The package as npm makes it: installed into an empty project, imported from an ES module, its types read by tsc. */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/compile.js'
import { repository } from '../support/nix.js'
import { hasTerraform } from '../support/terraform.js'

const run = (program: string, args: readonly string[], cwd: string): string =>
  execFileSync(program, [...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

const tsc = join(repository, 'node_modules', 'typescript', 'bin', 'tsc')

/** With one of its dependencies missing from what is packed, the empty project would show it. */
describe.skipIf(!existsSync(join(repository, 'dist', 'index.js')))('the package', () => {
  const project = temporaryFolder()

  beforeAll(() => {
    // The build of the tests makes no types.
    rmSync(join(repository, 'dist', 'types'), { recursive: true, force: true })
    run(process.execPath, [tsc, '-p', 'tsconfig.types.json', '--noCheck'], repository)
    cpSync(join(repository, 'examples', 'embed-node'), project, { recursive: true })
    writeFileSync(
      join(project, 'package.json'),
      JSON.stringify({ name: 'empty', private: true, type: 'module' }),
    )
    run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', project], repository)
    const [tarball] = readdirSync(project).filter(name => name.endsWith('.tgz'))
    run('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${tarball}`], project)
  })

  it('needs no other package', () => {
    expect(readdirSync(join(project, 'node_modules')).filter(name => !name.startsWith('.'))).toEqual([
      'terrane',
    ])
  })

  it('has the command, which knows its own Nix code', () => {
    const printed = run(
      join(project, 'node_modules', '.bin', 'terrane'),
      ['compile', '--engine', 'embedded', '-o', '-'],
      project,
    )
    expect(printed).toBe(readFileSync(join(repository, 'fixtures', 'examples', 'embed-node.tf.json'), 'utf8'))
  })

  it('has the templates of new projects, and what npm would leave out of them', () => {
    const folder = temporaryFolder()
    run(join(project, 'node_modules', '.bin', 'terrane'), ['new', 'aws', folder], project)
    expect(readdirSync(folder)).toEqual(readdirSync(join(repository, 'templates', 'aws')))
    expect(readdirSync(folder)).toContain('.gitignore')
  })

  it('reads HCL', () => {
    writeFileSync(join(project, 'main.tf'), 'output "x" {\n  value = "a ${var.y}"\n}\n')
    const terrane = join(project, 'node_modules', '.bin', 'terrane')
    expect(run(terrane, ['import', 'hcl', 'main.tf'], project)).toBe(
      '{\n  output.x.value = "a \\${var.y}";\n}\n',
    )
    rmSync(join(project, 'main.tf'))
  })

  it('has types that a project with strict settings accepts', () => {
    writeFileSync(
      join(project, 'use.ts'),
      `import { apply, compile, deploy, type HostReport, plan, type Planned, TerraneError, why } from 'terrane'
      const look = (plan: Planned): boolean => plan.changes.every(({ action }) => action !== 'delete')
      const task = apply({ entry: '.', approve: look })
      let seconds = 0
      for await (const event of task) if (event.type === 'operation_end') seconds += event.seconds
      const systems: readonly (string | undefined)[] = (await plan({ workspace: 'x' })).hosts.map(host => host.system)
      const left = (hosts: readonly HostReport[]): boolean => hosts.some(host => !host.done)
      const failed: boolean = left((await deploy({ on: ['tag:web'], batch: '20%', reboot: true })).hosts)
      const value: unknown = (await why('locals.a', { pkgs: '<nixpkgs>', schema: false })).value
      const text: string = (await compile()).text
      // @ts-expect-error The text is no number.
      const wrong: number = text
      export { failed, seconds, systems, TerraneError, value, wrong }
      `,
    )
    const compilerOptions = {
      strict: true,
      noEmit: true,
      target: 'es2022',
      // AbortSignal is the DOM's, or of @types/node.
      lib: ['es2023', 'dom'],
      module: 'nodenext',
      exactOptionalPropertyTypes: true,
      types: [],
    }
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }))
    expect(run(process.execPath, [tsc, '-p', project], project)).toBe('')
  })

  it.skipIf(!hasTerraform)('runs examples/embed-node', () => {
    const lines = run(process.execPath, ['main.mjs'], project).trimEnd().split('\n')
    expect(lines.sort()).toEqual([
      "applied { mail: 'https://mail.example.org', web: 'https://web.example.org' }",
      'terraform_data.mail: create',
      'terraform_data.web: create',
      'the document has 353 bytes',
      'web is https://web.example.org',
    ])
  })
})
