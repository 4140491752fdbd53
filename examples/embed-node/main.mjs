// A program that keeps infrastructure as its own data says: here the addresses of some services.
import { apply, compile, TerraneError, why } from 'terrane'

const project = { entry: 'infra.nix', cwd: import.meta.dirname, strings: { names: 'web,mail' } }
const cancel = new AbortController()
process.once('SIGTERM', () => cancel.abort())

try {
  const { text } = await compile(project)
  console.log(`the document has ${text.length} bytes`)

  const { value } = await why('resource.terraform_data.web.input', project)
  console.log(`web is ${value}`)

  const task = apply({ ...project, signal: cancel.signal, approve: plan => plan.counts.destroy === 0 })
  for await (const event of task)
    if (event.type === 'operation_end') console.log(`${event.address}: ${event.action}`)
  const { outcome, outputs } = await task
  console.log(outcome, outputs.addresses?.value)
} catch (error) {
  if (!(error instanceof TerraneError)) throw error
  for (const { code, message, labels } of error.diagnostics)
    console.error(`${code}: ${message}`, labels[0]?.position ?? '')
  process.exitCode = 1
}
