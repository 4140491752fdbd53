/**
 * A client of its own: does the deployment that comes on standard input. With an argument it sends itself SIGKILL when
 * the step of that name begins.
 */
import { text } from 'node:stream/consumers'
import { deployHost } from '../../../src/nixos/deploy/deploy-host.js'
import { readDeploymentText } from '../../../src/nixos/deploy/deployment-text.js'
import { runDetached } from '../../../src/nixos/deploy/detached.js'
import { run } from '../../../src/process/run.js'

const [, , step] = process.argv
const context = { run, env: process.env, owner: 'client@bench' }
if (step === undefined) await runDetached(context)
else
  await deployHost(readDeploymentText(await text(process.stdin)), {
    ...context,
    emit: event => {
      if (event.type === 'host_step_start' && event.step === step) process.kill(process.pid, 'SIGKILL')
    },
  })
