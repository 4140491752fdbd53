/** The server as a client of gRPC sees it. */
import { existsSync } from 'node:fs'
import { type ClientHttp2Session, connect } from 'node:http2'
import { connect as connectTo } from 'node:net'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { type GrpcServer, type Method, serveGrpc } from '../../../src/provider/wire/grpc.js'
import { scratch } from '../../support/scratch.js'

let server: GrpcServer | undefined
let client: ClientHttp2Session | undefined
afterEach(async () => {
  client?.destroy()
  await server?.close()
})

const serve = async (methods: Readonly<Record<string, Method>>): Promise<string> => {
  const socket = join(scratch(), 'socket')
  server = await serveGrpc(socket, new Map(Object.entries(methods)))
  client = connect('http://localhost', { createConnection: () => connectTo(socket) })
  client.on('error', () => {})
  return socket
}

interface Reply {
  readonly status: string
  readonly message: string
  readonly body: Buffer
}

const call = (path: string, body: Uint8Array): Promise<Reply> =>
  new Promise((resolve, reject) => {
    const stream = client!.request({ ':method': 'POST', ':path': path, 'content-type': 'application/grpc' })
    const chunks: Buffer[] = []
    let status = ''
    let message = ''
    const read = (headers: Record<string, unknown>) => {
      status = String(headers['grpc-status'] ?? status)
      message = decodeURIComponent(String(headers['grpc-message'] ?? message))
    }
    stream.on('response', read).on('trailers', read).on('error', reject)
    stream.on('data', chunk => chunks.push(chunk as Buffer))
    stream.on('end', () => resolve({ status, message, body: Buffer.concat(chunks) }))
    stream.end(body)
  })

const framed = (message: Uint8Array, compressed = 0): Buffer => {
  const prefix = Buffer.alloc(5)
  prefix[0] = compressed
  prefix.writeUInt32BE(message.length, 1)
  return Buffer.concat([prefix, message])
}

it('answers a message with a message', async () => {
  await serve({ '/echo': async request => request })
  expect(await call('/echo', framed(Buffer.from('hello')))).toEqual({
    status: '0',
    message: '',
    body: framed(Buffer.from('hello')),
  })
})

it('has no limit where the schemas of a cloud are', async () => {
  const large = Buffer.alloc(20_000_000, 1)
  await serve({ '/large': async () => large })
  const { status, body } = await call('/large', framed(Buffer.alloc(0)))
  expect(status).toBe('0')
  expect(body.length).toBe(large.length + 5)
})

it('says that a method is not there, or has failed', async () => {
  await serve({
    '/broken': async () => {
      throw new Error('a bug: 100 %')
    },
  })
  expect(await call('/other', framed(Buffer.alloc(0)))).toMatchObject({ status: '12' })
  const { status, message } = await call('/broken', framed(Buffer.alloc(0)))
  expect(status).toBe('2')
  expect(message).toContain('a bug: 100 %')
})

it('refuses what is not one whole, plain message', async () => {
  await serve({ '/echo': async request => request })
  expect(await call('/echo', Buffer.from('abc'))).toMatchObject({ status: '2' })
  expect(await call('/echo', framed(Buffer.from('x'), 1))).toMatchObject({
    status: '2',
    message: expect.stringContaining('compressed'),
  })
})

it('knows a connection again, and another one from it', async () => {
  const seen: object[] = []
  const socket = await serve({
    '/who': async (request, connection) => {
      seen.push(connection)
      return request
    },
  })
  await call('/who', framed(Buffer.alloc(0)))
  await call('/who', framed(Buffer.alloc(0)))
  client!.destroy()
  client = connect('http://localhost', { createConnection: () => connectTo(socket) })
  await call('/who', framed(Buffer.alloc(0)))
  // Vitest can't print a session, so it is not asked to.
  expect(seen[1] === seen[0]).toBe(true)
  expect(seen[2] === seen[0]).toBe(false)
})

it('closes though a client is connected, and leaves no socket', async () => {
  const socket = await serve({ '/echo': async request => request })
  await call('/echo', framed(Buffer.alloc(0)))
  await server!.close()
  server = undefined
  expect(existsSync(socket)).toBe(false)
})

it('rejects if it cannot listen', async () => {
  await expect(serveGrpc(join(scratch(), 'missing', 'socket'), new Map())).rejects.toThrow(/ENOENT|EACCES/)
})
