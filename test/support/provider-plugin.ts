/**
 * A mock provider as a program that Terraform itself installs and starts: what `installed-providers.ts` bundles. Terraform
 * wants a handshake on standard output (https://github.com/hashicorp/go-plugin/blob/main/docs/internals.md) and TLS with
 * a certificate that it learns there; the provider behind is the one that tests know.
 */
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createServer } from 'node:tls'
import { readProviderSchemas } from '../../src/provider/read-schemas.js'
import { startProviders } from '../../src/provider/start.js'

const folder = dirname(process.argv[1]!)
const [[source, schema]] = Object.entries(
  readProviderSchemas(join(folder, 'schema.json')).provider_schemas,
) as [[string, object]]
const running = await startProviders([{ source, schema }])
const [{ Addr }] = Object.values(
  JSON.parse(running.environment.TF_REATTACH_PROVIDERS) as Record<string, { Addr: { String: string } }>,
) as [{ Addr: { String: string } }]

const cert = readFileSync(join(folder, 'cert.pem'), 'utf8')
const key = readFileSync(join(folder, 'key.pem'), 'utf8')
const socket = join(tmpdir(), `terrane-plugin-${process.pid}.sock`)
const server = createServer({ cert, key, ALPNProtocols: ['h2'] }, secure => {
  const plain = connect(Addr.String)
  secure.pipe(plain).pipe(secure)
  const end = () => void running.stop().finally(() => process.exit(0))
  secure.on('close', end).on('error', end)
  plain.on('error', end)
})
server.listen(socket, () => {
  const der = cert.replace(/-----[^-]+-----|\s/g, '').replace(/=+$/, '')
  process.stdout.write(`1|6|unix|${socket}|grpc|${der}\n`)
})
