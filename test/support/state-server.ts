/** A server that keeps a state for the backend `http`, with locks: what two operators share. */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll } from 'vitest'

export interface StateServer {
  /** The block of a document. */
  readonly backend: object
  readonly state: () => string | undefined
  readonly lock: () => string | undefined
}

const stops: (() => void)[] = []
afterAll(() => {
  for (const stop of stops) stop()
})

/** https://developer.hashicorp.com/terraform/language/backend/http */
export const stateServer = async (): Promise<StateServer> => {
  let state: string | undefined
  let lock: string | undefined
  const server = createServer((request, response) => {
    void bodyOf(request).then(body => {
      if (request.method === 'LOCK') {
        if (lock === undefined) lock = body
        else response.statusCode = 423
        response.end(lock)
        return
      }
      if (request.method === 'UNLOCK') lock = undefined
      if (request.method === 'POST') state = body
      if (request.method === 'GET' && state === undefined) response.statusCode = 404
      response.end(request.method === 'GET' ? state : undefined)
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  stops.push(() => server.close())
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/state`
  return {
    backend: { http: { address, lock_address: address, unlock_address: address } },
    state: () => state,
    lock: () => lock,
  }
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += chunk
  return body
}
