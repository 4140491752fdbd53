/** Where another stack reads a stack's outputs: its backend, as the settings of `terraform_remote_state`. */
import { isAbsolute, join, relative } from 'node:path'
import { bodiesOf, type DocumentSet, isSet, labelled, nested } from '../../terraform/document/blocks.js'
import type { DocumentValue, TerraformDocument } from '../../terraform/document/shape.js'

/** The same workspace that the reader is in. */
const workspace = '${terraform.workspace}'

/**
 * The settings of the data source for a stack, from its document. Relative paths lead from the reader's work folder to
 * the other's. https://developer.hashicorp.com/terraform/language/state/remote-state-data
 */
export const remoteStateOf = (
  document: TerraformDocument,
  folder: string,
  readerFolder: string,
): DocumentSet => {
  const settings = bodiesOf(document.terraform, ['terraform'])
  const [cloud] = settings.flatMap(body => nested(body, 'cloud'))
  if (cloud !== undefined) return onServer(cloud.members)
  const [backend] = settings.flatMap(({ members, path }) =>
    labelled('backend', members.backend, [...path, 'backend'], 1),
  )
  const name = backend?.labels[0] ?? 'local'
  const members = backend?.members ?? {}
  if (name === 'local') return inFile(members, relative(readerFolder, folder))
  if (name === 'remote') return onServer(members)
  return { backend: name, config: escaped(members), workspace }
}

/** Terraform resolves relative paths from the folder that it runs in. */
const inFile = ({ path, workspace_dir }: DocumentSet, way: string): DocumentSet => {
  const from = (place: DocumentValue | undefined, usual: string) => {
    const given = typeof place === 'string' ? place : usual
    return isAbsolute(given) ? given : join(way, given)
  }
  return {
    backend: 'local',
    config: escaped({
      path: from(path, 'terraform.tfstate'),
      workspace_dir: from(workspace_dir, 'terraform.tfstate.d'),
    }),
    workspace,
  }
}

/** One workspace by its name has no others beside it. */
const onServer = ({ hostname, organization, token, workspaces }: DocumentSet): DocumentSet => {
  const [chosen] = bodiesOf(workspaces, [])
  const { name, prefix } = chosen?.members ?? {}
  const config = {
    ...(hostname === undefined ? {} : { hostname }),
    ...(organization === undefined ? {} : { organization }),
    ...(token === undefined ? {} : { token }),
    workspaces: { ...(name === undefined ? {} : { name }), ...(prefix === undefined ? {} : { prefix }) },
  }
  return { backend: 'remote', config: escaped(config), ...(name === undefined ? { workspace } : {}) }
}

/** A backend's settings are literal, a data source's are templates. */
const escaped = <T extends DocumentValue>(value: T): T => {
  if (typeof value === 'string') return value.replace(/[$%](?=\{)/g, '$&$&') as T
  if (Array.isArray(value)) return value.map(escaped) as unknown as T
  if (!isSet(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== null)
      .map(([key, member]) => [key, escaped(member)]),
  ) as T
}
