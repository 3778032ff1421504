import { createServer } from 'node:net'

/** The wanted port of loopback if nobody listens on it, else 0: the system's choice. */
export function freePort(wanted: number | undefined): Promise<number> {
  if (!wanted) return Promise.resolve(0)
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(0))
    server.listen(wanted, '127.0.0.1', () => server.close(() => resolve(wanted)))
  })
}
