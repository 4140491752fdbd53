/**
 * A client of its own: does the deployment that comes on standard input, and sends itself SIGKILL when the step that its
 * argument names begins.
 */
import { text } from 'node:stream/consumers'
import { deployHost } from '../../../src/nixos/deploy/deploy-host.js'
import { run } from '../../../src/process/run.js'
import { readDeploymentText } from './deployment-text.js'

const [, , step] = process.argv
await deployHost(readDeploymentText(await text(process.stdin)), {
  run,
  env: process.env,
  owner: 'client@bench',
  emit: event => {
    if (event.type === 'host_step_start' && event.step === step) process.kill(process.pid, 'SIGKILL')
  },
})
