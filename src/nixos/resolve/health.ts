import { failure } from '../../contracts/diagnostic.js'
import type { HealthChecks } from '../deployment.js'
import type { Late, ManifestHealth } from '../manifest.js'
import { type Outputs, settle } from './outputs.js'

/** The health checks of a host, references filled in. Throws `host-not-applied`; `host-invalid` for values that are none. */
export const healthOf = (host: string, health: Late<ManifestHealth>, outputs: Outputs): HealthChecks => {
  const { http, tcp, command, units, timeout } = settle(
    health,
    outputs,
    host,
    'the health checks',
  ) as ManifestHealth
  return {
    http: http.map(({ url, status, from }) => {
      if (!/^https?:\/\/\S+$/.test(url))
        throw failure(
          'host-invalid',
          `${JSON.stringify(url)} is no address of a health check of the host '${host}'`,
        )
      return { url, from, ...(status === null || status === undefined ? {} : { status: Number(status) }) }
    }),
    tcp: tcp.map(({ port, host: address, from }) => ({
      port: Number(port),
      from,
      ...(address === null || address === undefined ? {} : { host: address }),
    })),
    command,
    units,
    timeoutSeconds: Number(timeout),
  }
}
