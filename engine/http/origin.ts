import type { IncomingMessage } from 'node:http'

const HTTP = 'http://'
const loopbackNames = ['127.0.0.1', 'localhost', '[::1]']

/**
 * Why a request is not for us or not from us; undefined where it may pass. The Host header must be
 * a loopback name with our port (else a page of a rebound DNS name could reach us), and a page that
 * calls us must be our own: another site's page sends its own Origin, or `null`.
 */
export function refusedOrigin(request: IncomingMessage, port: number): string | undefined {
  const refused = refusedHost(request, port)
  if (refused !== undefined) return refused
  const origin = request.headers.origin?.toLowerCase()
  if (
    origin !== undefined &&
    !(origin.startsWith(HTTP) && isOurs(origin.slice(HTTP.length), port))
  ) {
    return `Expected no Origin header or the engine's own, found '${origin}'. Other sites' pages may not call the engine.`
  }
  return undefined
}

/** Asked of each request, so it builds nothing. */
function isOurs(host: string, port: number): boolean {
  const colon = host.lastIndexOf(':')
  return host.slice(colon + 1) === String(port) && loopbackNames.includes(host.slice(0, colon))
}

/** The half of it that counts for all; hooks say for themselves which origins may call. */
export function refusedHost(request: IncomingMessage, port: number): string | undefined {
  const host = request.headers.host?.toLowerCase()
  if (host !== undefined && isOurs(host, port)) return undefined
  const ours = loopbackNames.map((name) => `${name}:${String(port)}`)
  return `Expected the Host header to be ${ours.join(' or ')}, found '${host ?? ''}'.`
}
