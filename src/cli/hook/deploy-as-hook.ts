/** The deployment that a hook has handed over to: one host, with what Terraform has handed over. Nobody is asked. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { failure } from '../../contracts/diagnostic.js'
import type { ExitStatus } from '../../contracts/exit-status.js'
import type { Outputs } from '../../nixos/resolve/outputs.js'
import type { PrepareOptions } from '../../project/compile-options.js'
import { offeredRequest } from '../../project/deploy/hook-environment.js'
import { hostsOfProject } from '../../project/deploy/hosts-of-project.js'
import { prepared } from '../../project/prepare.js'
import { ownerOf } from '../../project/work-folder.js'
import type { Invocation } from '../command.js'
import { deployFleet } from '../deploy-fleet.js'
import { reporting } from '../reporting.js'
import { hostOperations } from '../tools.js'
import { outputsName, readHandedOver } from './hand-over.js'

/** Deploys one host with the outputs in a folder; they are deleted there. */
export const deployAsHook = async (
  host: string,
  folder: string,
  invocation: Invocation<unknown>,
): Promise<ExitStatus> =>
  await reporting(invocation, async progress => {
    const { terminal, tools } = invocation
    const outputs = outputsIn(folder)
    const request = offeredRequest(process.env) ?? requestOf(terminal.cwd)
    // As the apply that goes on has just written it.
    const project = await prepared(request)
    if (project?.manifest?.hosts[host] === undefined)
      throw failure('host-unknown', `there is no host '${host}' in the project any more`)
    const { files: _, workdir: __, ...rest } = request
    const options = { ...rest, entries: project.entries, workFolder: project.folder.path }
    const hosts = await hostsOfProject(project, options, [host], outputs)
    const operations = await hostOperations(tools)
    return await deployFleet(
      { names: [host], hosts, operations, progress },
      { parallel: 1, reboot: false },
      invocation,
      { autoApprove: true },
    )
  })

const outputsIn = (folder: string): Outputs => {
  const text = readHandedOver(folder)
  rmSync(join(folder, outputsName))
  const values = JSON.parse(text) as Readonly<Record<string, { readonly value: unknown }>>
  return Object.fromEntries(
    Object.entries(values).map(([name, { value }]) => [name, { sensitive: false, value }]),
  )
}

/** The project of a work folder, where something else than terrane has started Terraform. */
const requestOf = (workFolder: string): PrepareOptions => {
  const owner = ownerOf(workFolder)
  if (owner === undefined)
    throw failure('entry-missing', `no project is known for the work folder ${workFolder}`, {
      hint: 'terrane apply starts Terraform so that it is',
    })
  return {
    files: owner.entries.map(entry => join(workFolder, entry)),
    // The project's own folder is taken to be where it is by default.
    ...(owner.stack === undefined ? { workdir: workFolder } : { stack: owner.stack }),
    engine: 'auto',
    withNulls: false,
    strict: false,
    expressions: {},
    strings: {},
    searchPath: [],
    showTrace: false,
    cwd: workFolder,
  }
}
