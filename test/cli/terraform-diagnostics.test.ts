/**
 * Every kind of Terraform's diagnostics, as terrane prints it: at the line of Nix, with Terraform's own words. Each file of
 * fixtures/terraform-diagnostics/ is a project; its first line says what is run, its text what the last of that prints.
 */
import { cpSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, it } from 'vitest'
import { type Operation, Refusal } from '../../src/provider/behaviour.js'
import { temporaryFolder } from '../support/compile.js'
import { repository } from '../support/nix.js'
import { type OfflineProviders, offlineProviders } from '../support/offline-providers.js'
import { hasTerraform } from '../support/terraform.js'

const fixtures = join(repository, 'fixtures', 'terraform-diagnostics')
const cases = readdirSync(fixtures).flatMap(file =>
  file.endsWith('.nix') && file !== 'requirements.nix' ? [file.slice(0, -4)] : [],
)

/** What the provider has against some objects, with the attribute that is to blame where it says so. */
const refuse = ({ action, type, settings, config }: Operation): void => {
  if (action === 'configure' && config?.region === 'nowhere')
    throw new Refusal('Unknown region', { detail: 'There is no region "nowhere".', attribute: 'region' })
  if (action === 'query' && config?.name === 'missing')
    throw new Refusal('No result', { detail: 'Nothing is called "missing".', attribute: 'name' })
  if (action !== 'create' || config?.name !== 'refused' || settings === undefined) return
  throw new Refusal('No capacity', {
    detail: 'Nothing is left of what was asked for.',
    attribute: type === 'everything_blocks' ? 'list.1.key' : 'region',
  })
}

/** Without what Terraform does in parallel, and in an order that stays. */
const readable = (text: string, folder: string): string =>
  text
    .replaceAll(`${folder}/`, '')
    .replaceAll(folder, '.')
    .replace(/^\S+: (creating|created|reading|Executing).*\n/gm, '')
    .replace(/(?<=Cycle: ).*/g, names => names.split(', ').sort().join(', '))

describe.skipIf(!hasTerraform).concurrent('what Terraform complains of', () => {
  let providers: OfflineProviders
  beforeAll(async () => {
    providers = await offlineProviders({ everything: { before: refuse } })
  })

  for (const name of cases)
    it(name, async ({ expect }) => {
      const folder = temporaryFolder()
      const file = join(fixtures, `${name}.nix`)
      cpSync(file, join(folder, 'infra.nix'))
      cpSync(join(fixtures, 'requirements.nix'), join(folder, 'requirements.nix'))
      cpSync(join(fixtures, 'inner'), join(folder, 'inner'), { recursive: true })
      const [first = ''] = readFileSync(file, 'utf8').split('\n')
      let told = ''
      for (const step of first.replace(/^# /, '').split('; ')) {
        const options = ['--no-check', '--engine', 'embedded', '-f', 'infra.nix', '-f', 'requirements.nix']
        const { status, err } = await providers.terraneHere(folder, ...step.split(' '), ...options)
        told = `${readable(err, folder)}exit status ${status}\n`
      }
      await expect(told).toMatchFileSnapshot(join(fixtures, `${name}.txt`))
    })
})
