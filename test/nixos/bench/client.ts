/**
 * A client that is killed at a step: reads a deployment from its standard input (it has secrets), deploys, and sends
 * itself SIGKILL when the step named by its first argument begins.
 */
import { text } from 'node:stream/consumers'
import { Secret } from '../../../src/contracts/secret.js'
import { deployHost } from '../../../src/nixos/deploy/deploy-host.js'
import type { HostDeployment, KeyFile } from '../../../src/nixos/deployment.js'
import { run } from '../../../src/process/run.js'

const [, , step] = process.argv
const given = JSON.parse(await text(process.stdin)) as HostDeployment & {
  readonly keys: readonly (KeyFile & { readonly content: unknown })[]
}
const deployment = {
  ...given,
  keys: given.keys.map(key => ({ ...key, content: new Secret(String(key.content)) })),
}
const result = await deployHost(deployment, {
  run,
  env: process.env,
  owner: 'killed@bench',
  emit: event => {
    if (event.type === 'host_step_start' && event.step === step) process.kill(process.pid, 'SIGKILL')
  },
})
process.stdout.write(JSON.stringify(result))
