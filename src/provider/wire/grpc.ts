/**
 * A gRPC server for calls of one request and one response, on node's own http2: the protocol is HTTP/2 POSTs with
 * five bytes before each message and the status in the trailers
 * (https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md). @grpc/grpc-js does it too, for 15 MB of packages
 * of which a provider would use this much. There is no limit on the size of a message: schemas are large.
 */
import { createServer, type Http2Server, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2'

/** What a connection remembers from one call to the next. */
export type Connection = object

export type Method = (request: Uint8Array, connection: Connection) => Promise<Uint8Array>

const unknownError = 2
const unimplemented = 12

const mebibytesASession = 4096

export interface GrpcServer {
  readonly close: () => Promise<void>
}

/** Serves methods (by path, `/package.Service/Method`) on a socket until it is closed. Rejects if it can't listen. */
export const serveGrpc = async (
  socket: string,
  methods: ReadonlyMap<string, Method>,
): Promise<GrpcServer> => {
  const server = createServer({ maxSessionMemory: mebibytesASession })
  const sessions = new Set<ServerHttp2Session>()
  server.on('session', session => {
    sessions.add(session)
    session.on('error', () => session.destroy())
    session.on('close', () => sessions.delete(session))
  })
  server.on('stream', (stream, headers) => {
    stream.on('error', () => stream.destroy())
    void answer(stream, methods.get(String(headers[':path'])))
  })
  await listen(server, socket)
  return {
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        for (const session of sessions) session.destroy()
      }),
  }
}

/** macOS takes 103 bytes, Linux 107. libuv cuts longer paths off without a word, and no one finds the socket. */
const longestPath = 103

const listen = (server: Http2Server, socket: string): Promise<void> =>
  new Promise((resolve, reject) => {
    if (Buffer.byteLength(socket) > longestPath)
      throw new RangeError(`the path of the socket is longer than ${longestPath} bytes: ${socket}`)
    server.once('error', reject)
    server.listen(socket, resolve)
  })

const answer = async (stream: ServerHttp2Stream, method: Method | undefined): Promise<void> => {
  if (method === undefined) {
    stream.respond(
      { ...responseHeaders, ...statusHeaders(unimplemented, 'no such method') },
      { endStream: true },
    )
    return
  }
  try {
    const request = messageOf(await readAll(stream))
    const session = stream.session
    if (session === undefined) return
    const response = await method(request, session)
    if (stream.destroyed) return
    stream.respond(responseHeaders, { waitForTrailers: true })
    stream.once('wantTrailers', () => stream.sendTrailers(statusHeaders(0, '')))
    stream.end(framed(response))
  } catch (error) {
    if (stream.destroyed || stream.headersSent) return
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    stream.respond({ ...responseHeaders, ...statusHeaders(unknownError, message) }, { endStream: true })
  }
}

const responseHeaders = { ':status': 200, 'content-type': 'application/grpc' }

const statusHeaders = (status: number, message: string) => ({
  'grpc-status': String(status),
  ...(message === '' ? {} : { 'grpc-message': encodeURIComponent(message) }),
})

const readAll = async (stream: ServerHttp2Stream): Promise<Buffer> => {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const prefixLength = 5

const messageOf = (body: Buffer): Uint8Array => {
  if (body.length < prefixLength || body.length !== prefixLength + body.readUInt32BE(1))
    throw new RangeError('a call must have exactly one whole message')
  if (body[0] !== 0) throw new RangeError('compressed messages are not understood')
  return body.subarray(prefixLength)
}

const framed = (message: Uint8Array): Buffer => {
  const prefix = Buffer.alloc(prefixLength)
  prefix.writeUInt32BE(message.length, 1)
  return Buffer.concat([prefix, message])
}
