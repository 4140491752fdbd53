/**
 * The hook itself: hands over to a deployment in a session of its own, and follows it. Terraform stops its provisioners
 * when it is interrupted; the deployment then goes on to its end, so that the host is never left between two systems.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { failure } from '../../contracts/diagnostic.js'
import type { ExitStatus } from '../../contracts/exit-status.js'
import { exitStatus } from '../../contracts/exit-status.js'
import { drive } from '../../process/drive.js'
import { makeFolder } from '../../project/make-folder.js'
import { terraneFolder } from '../../project/work-folder.js'
import type { Invocation } from '../command.js'

/** Where the values of Terraform's graph come in: the environment, which only this user can read. */
const given = 'TERRANE_OUTPUTS'

/** Starts the deployment of one host, and follows it to its end. */
export const handOver = async (
  host: string,
  { terminal }: Pick<Invocation, 'terminal'>,
  env: NodeJS.ProcessEnv = process.env,
): Promise<ExitStatus> => {
  const outputs = env[given]
  if (outputs === undefined)
    throw failure('usage', '--hook is for Terraform, which calls it as part of an apply', {
      hint: `terrane deploy --on ${host} deploys to a host`,
    })
  const folder = join(terraneFolder(terminal.cwd), 'hooks', host)
  rmSync(folder, { recursive: true, force: true })
  makeFolder(folder, 0o700)
  // By a file: what is in it may be secret, and an environment is inherited by all that is started.
  writeFileSync(join(folder, outputsName), outputs, { mode: 0o600, flag: 'wx' })
  const result = await drive(
    process.execPath,
    [process.argv[1]!, 'deploy', '--hook', host, '--hook-run', folder],
    {
      cwd: terminal.cwd,
      env: { [given]: undefined },
      output: join(folder, 'output.txt'),
      errors: join(folder, 'output.txt'),
      exit: join(folder, 'exit'),
      onLine: line => terminal.out(`${line}\n`),
    },
  )
  const status = result.left ? undefined : result.status
  return Object.values(exitStatus).find(known => known === status) ?? exitStatus.failed
}

export const outputsName = 'outputs.json'

/** Reads what was handed over. */
export const readHandedOver = (folder: string): string => readFileSync(join(folder, outputsName), 'utf8')
