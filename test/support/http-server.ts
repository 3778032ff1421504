import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'

export interface SeenRequest {
  method: string
  /** Path and query. */
  path: string
  headers: IncomingMessage['headers']
  body: string
}

export interface HttpServer {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  url: string
  /** What has been asked, oldest first. */
  requests: SeenRequest[]
  stop: () => Promise<void>
}

/**
 * A real HTTP server on a free loopback port. The handler gets each request with its whole body;
 * one that never answers leaves the client waiting, until `stop` breaks the connection.
 */
export async function startHttpServer(
  handler: (request: SeenRequest, response: ServerResponse) => void
): Promise<HttpServer> {
  const requests: SeenRequest[] = []
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const seen = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(pieces).toString('utf8')
      }
      requests.push(seen)
      handler(seen, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('Expected a port of TCP.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      })
  }
}
