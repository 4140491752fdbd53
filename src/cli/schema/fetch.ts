import { type ExitStatus, exitStatus } from '../../contracts/exit-status.js'
import { prepare } from '../../project/prepare.js'
import { fetchSchemas } from '../../project/schemas/fetch-schemas.js'
import { ensureInit } from '../../terraform/driver/init.js'
import { usedSources } from '../../terraform/schema/sources.js'
import type { Invocation } from '../command.js'
import { drivePrepared } from '../drive-command.js'
import { readCompileOptions } from '../options.js'
import { reporting } from '../reporting.js'
import type { SchemaFlags } from './flags.js'
import { tellKept } from './tell-kept.js'

/**
 * Initialises the folder where that is needed, without its backend, and fetches. Which providers a document needs can be
 * told of one that the checks would refuse.
 */
export const fetchCommand = async (invocation: Invocation<SchemaFlags>): Promise<ExitStatus> =>
  await reporting(invocation, async progress => {
    const { terminal, tools } = invocation
    const flags = { ...invocation.flags, check: false, schema: false }
    const { again = false } = flags
    const project = await prepare(
      readCompileOptions(flags, terminal.cwd),
      await tools.compile(),
      progress.emit,
    )
    const used = usedSources(JSON.parse(project.text))
    return await drivePrepared('schema', project, { ...invocation, flags }, progress, async ({ context }) => {
      await ensureInit(context, { backend: false })
      const kept = await fetchSchemas(context, { used, env: process.env, again })
      progress.pause()
      tellKept(invocation, kept, 'All schemas of the project are known already.')
      return exitStatus.ok
    })
  })
