/**
 * A deployment as text, secrets included, for a client that is a process of its own. It goes through a pipe and nowhere
 * else: not to a file, not into arguments or an environment.
 */
import { Secret } from '../../../src/contracts/secret.js'
import type { HostDeployment } from '../../../src/nixos/deployment.js'

/** What is said of a secret in the text. */
interface Revealed {
  readonly secret: string
}

export const deploymentText = (deployment: HostDeployment): string => {
  const { connection, keys } = deployment
  const reveal = (secret: Secret): Revealed => ({ secret: secret.reveal() })
  return JSON.stringify({
    ...deployment,
    connection: {
      ...connection,
      ...(connection.identity === undefined ? {} : { identity: reveal(connection.identity) }),
    },
    keys: keys.map(key => ({ ...key, content: reveal(key.content) })),
  })
}

/** The deployment of a text that `deploymentText` made. */
export const readDeploymentText = (text: string): HostDeployment =>
  JSON.parse(text, (_, value) =>
    typeof value === 'object' && value !== null && Object.keys(value).join() === 'secret'
      ? new Secret(String(value.secret))
      : value,
  )
