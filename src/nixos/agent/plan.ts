/** What is sent to arm a deployment: the plan as lines, then the keys as bytes. */
import { quoteForShell } from '../../process/shell-words.js'
import type { HealthChecks, HostDeployment, KeyFile } from '../deployment.js'

export interface Plan {
  readonly nonce: string
  /** As the lock names it. */
  readonly owner: string
  /** `keys`: the system stays. */
  readonly action: 'switch' | 'boot' | 'test' | 'keys'
  /** A generation that the profile goes back to, instead of a new one. */
  readonly generation?: number
  /** The keys to put in place, with their numbers among the host's keys. */
  readonly keys: readonly (readonly [number: number, key: KeyFile])[]
}

/** The bytes for the agent's `begin`. */
export const planBytes = (deployment: HostDeployment, plan: Plan): Buffer =>
  Buffer.concat([Buffer.from(planText(deployment, plan)), keyBytes(plan.keys)])

const planText = (deployment: HostDeployment, plan: Plan): string => {
  const { closure, rollback, health, keep, reboot } = deployment
  const units = (which: 'restart' | 'reload') =>
    plan.action === 'boot' || (reboot && plan.action === 'switch')
      ? []
      : [...new Set(plan.keys.flatMap(([, key]) => key[which]))].map(unit => `${which} ${unit}`)
  return [
    `new ${closure}`,
    `action ${plan.action}`,
    `owner ${plan.owner}`,
    `nonce ${plan.nonce}`,
    `timeout ${Math.max(1, Math.ceil(rollback.timeoutSeconds))}`,
    `automatic ${rollback.automatic ? 'yes' : 'no'}`,
    `reboot ${reboot ? 'yes' : 'no'}`,
    `keep ${keep}`,
    ...(plan.generation === undefined ? [] : [`generation ${plan.generation}`]),
    `health-timeout ${Math.ceil(health.timeoutSeconds)}`,
    ...checkLines(health),
    ...units('restart'),
    ...units('reload'),
    'end',
    '',
  ].join('\n')
}

/** The checks that the host makes itself. */
const checkLines = (health: HealthChecks): readonly string[] => [
  ...health.units.map(unit => `check unit ${unit}`),
  ...health.http
    .filter(check => check.from === 'target')
    .map(check => `check http ${check.status ?? '-'} ${check.url}`),
  ...health.tcp
    .filter(check => check.from === 'target')
    .map(check => `check tcp ${check.host ?? '127.0.0.1'} ${check.port}`),
  ...health.command.map(words => `check command ${quoteForShell(words)}`),
]

/** The keys as the agent reads them, `end` included. */
export const keyBytes = (keys: Plan['keys']): Buffer =>
  Buffer.concat([
    ...keys.flatMap(([number, key]) => {
      const content = Buffer.from(key.content.reveal())
      const { upload, mode, owner, group, path } = key
      return [
        Buffer.from(`key ${number} ${content.length} ${upload} ${mode} ${owner} ${group} ${path}\n`),
        content,
      ]
    }),
    Buffer.from('end\n'),
  ])
