/**
 * Providers that Terraform installs: a filesystem mirror with mock providers in it, and what points Terraform at it. Unlike
 * those of `offline-providers.ts` they go through a real `init` and end up in `.terraform.lock.hcl`.
 */
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { temporaryFolder } from './compile.js'
import { repository } from './nix.js'
import { fixtureSchema, type SchemaName } from './offline-providers.js'
import { hasTerraform } from './terraform.js'

const hasOpenssl = (() => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

/** Whether providers can be installed here. */
export const canInstallProviders = hasTerraform && hasOpenssl

if (!hasOpenssl && (process.env.TERRANE_REQUIRED ?? '').split(',').includes('openssl'))
  throw new Error('openssl is required here and is not on PATH')
if (!hasOpenssl)
  console.warn('openssl is not on PATH: tests that have Terraform install a provider are skipped')

const platform = `${process.platform}_${process.arch === 'x64' ? 'amd64' : process.arch}`

let plugin: string | undefined

/** Bundled once for all tests of a file. */
const pluginFile = async (): Promise<string> => {
  if (plugin !== undefined) return plugin
  const folder = temporaryFolder()
  const outfile = join(folder, 'plugin.mjs')
  await build({
    entryPoints: [join(repository, 'test', 'support', 'provider-plugin.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    banner: { js: `#!${process.execPath}` },
    logLevel: 'warning',
  })
  execFileSync(
    'openssl',
    [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
      ],
      ...['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'],
      ...['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')],
    ],
    { stdio: 'ignore' },
  )
  plugin = folder
  return folder
}

/** The environment in which Terraform finds these versions of fixture providers, and nothing else. */
export const installedProviders = async (
  versions: readonly (readonly [SchemaName, string])[],
): Promise<Readonly<Record<string, string>>> => {
  const made = await pluginFile()
  const mirror = temporaryFolder()
  for (const [name, version] of versions) {
    const { source, schema } = fixtureSchema(name)
    const folder = join(mirror, source, version, platform)
    mkdirSync(folder, { recursive: true })
    // Terraform starts what is called like this; the rest of the folder is the provider's own.
    const program = join(folder, `terraform-provider-${source.split('/').at(-1)}_v${version}`)
    copyFileSync(join(made, 'plugin.mjs'), `${program}.mjs`)
    writeFileSync(program, `#!/bin/sh\nexec ${process.execPath} "$0.mjs"\n`)
    chmodSync(program, 0o755)
    for (const file of ['key.pem', 'cert.pem']) copyFileSync(join(made, file), join(folder, file))
    writeFileSync(
      join(folder, 'schema.json'),
      JSON.stringify({ format_version: '1.0', provider_schemas: { [source]: schema } }),
    )
  }
  const config = join(mirror, 'terraformrc')
  writeFileSync(
    config,
    `provider_installation {\n  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n}\n`,
  )
  return { TF_CLI_CONFIG_FILE: config, CHECKPOINT_DISABLE: '1' }
}
