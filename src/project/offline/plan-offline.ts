/**
 * A plan as if nothing existed yet, made by the real tofu/terraform with mock providers: no credentials, no network, no
 * state. docs/planning-offline.md says what it can tell, and what not.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { failure } from '../../contracts/diagnostic.js'
import { openCloud } from '../../provider/cloud.js'
import { startProviders } from '../../provider/start.js'
import { blocksOf } from '../../terraform/document/blocks.js'
import type { TerraformDocument } from '../../terraform/document/shape.js'
import type { DriveContext } from '../../terraform/driver/context.js'
import { dataFolder } from '../../terraform/driver/init.js'
import { type Plan, type PlanOptions, plan } from '../../terraform/driver/plan.js'
import type { Prepared } from '../prepare.js'
import { makeOfflineFolder } from './offline-folder.js'
import { offlineSchemas } from './offline-schemas.js'

/**
 * Plans offline, and has `show` read the plan while it is there; afterwards it is gone, so that nobody can apply it.
 * Throws `schema-unknown`, `offline-impossible`, `provider-start`, and what `plan` throws.
 */
export const planOffline = async (
  context: DriveContext,
  project: Prepared,
  options: PlanOptions,
  show: (context: DriveContext, plan: Plan) => Promise<void>,
): Promise<Plan> => {
  const document = JSON.parse(project.text) as TerraformDocument
  refuseOtherStacks(project)
  refuseRemoteStates(document)
  const surroundings = { entries: project.entries, workFolder: context.folder, env: process.env }
  const schemas = offlineSchemas(document, surroundings)
  const folder = join(context.runFolder, 'offline')
  makeOfflineFolder({
    workFolder: context.folder,
    folder,
    text: project.text,
    document,
    dataFolder: dataFolder(context),
  })
  const providers = await startProviders(schemas, { cloud: cloudOfAnything() })
  try {
    const { afterInit, ...rest } = context
    const offline: DriveContext = {
      ...rest,
      folder,
      initRecord: join(folder, 'init.json'),
      environment: { ...providers.environment, TF_DATA_DIR: undefined, TF_WORKSPACE: undefined },
    }
    const made = await plan(offline, options)
    await show(offline, made)
    return made
  } finally {
    await providers.stop()
    rmSync(folder, { recursive: true, force: true })
    rmSync(join(context.runFolder, 'plan.tfplan'), { force: true })
  }
}

/** What is imported is there, whatever its id: nothing more is known of it. */
const cloudOfAnything = () => {
  const cloud = openCloud()
  return {
    ...cloud,
    find: (type: string, key: string) => cloud.find(type, key) ?? { type, key, values: { id: key } },
  }
}

/** Their outputs are in a state, applied or not, and an offline plan has none. */
const refuseOtherStacks = ({ stack }: Prepared): void => {
  const read = [...new Set(stack?.reads.map(one => one.stack))].map(name => `'${name}'`)
  if (read.length === 0) return
  const which = read.length === 1 ? 'the stack' : 'the stacks'
  throw failure(
    'offline-impossible',
    `it reads outputs of ${which} ${read.join(', ')}, and --offline plans without any state`,
    { hint: 'leave --offline out: a plan of all stacks shows as unknown what is not applied yet' },
  )
}

/** Terraform itself reads them: no mock can stand in. */
const refuseRemoteStates = (document: TerraformDocument): void => {
  const remote = blocksOf(document, 'data').find(
    ({ labels: [type], members }) => type === 'terraform_remote_state' && members.backend !== 'local',
  )
  if (remote === undefined) return
  throw failure(
    'offline-impossible',
    `data.${remote.labels.join('.')} reads the state of another project, which takes that project's backend`,
    { hint: 'plan without --offline' },
  )
}
