import type { QueryContext } from './context.js'
import { type OutputValue, readOutputs } from './messages.js'
import { query } from './query.js'

/** The outputs of the state, sensitive ones with their values. Throws `terraform-failed`. */
export const readStateOutputs = async (
  context: QueryContext,
): Promise<Readonly<Record<string, OutputValue>>> =>
  readOutputs((await query(context, ['output', '-json', '-no-color'])) as Readonly<Record<string, unknown>>)
