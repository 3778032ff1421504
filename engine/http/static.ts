import { existsSync } from 'node:fs'
import { join } from 'node:path'
import sirv from 'sirv'
import type { Door } from './exchange.ts'
import { securityHeaders, sendText } from './exchange.ts'

const contentSecurityPolicy = [
  "default-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'"
].join('; ')

const notBuilt = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Signalbox: the window is not built</title></head>
<body>
<h1>The engine runs, its window is not built</h1>
<p>Run <code>npm run build</code> in Signalbox's folder, then load this page again. <code>npm start</code> does both.</p>
</body>
</html>
`

/**
 * The window's pages: the built files of `folder`; each path that a page of the window may have is
 * answered with its index.html. Files under `/assets/` carry a hash in their name and never change.
 */
export function createWindowDoor(folder: string): Door {
  const files = sirv(folder, {
    dev: true,
    etag: true,
    setHeaders: (response, path) => {
      for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value)
      response.setHeader('Content-Security-Policy', contentSecurityPolicy)
      if (path.startsWith('/assets/')) {
        response.setHeader('Cache-Control', 'public, max-age=31536000, immutable')
      }
    }
  })
  return (exchange) => {
    const { request, response, url } = exchange
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      const headers = { Allow: 'GET, HEAD' }
      sendText(exchange, 405, 'text/plain', 'Expected GET or HEAD here.\n', headers)
      return
    }
    if (!existsSync(join(folder, 'index.html'))) {
      sendText(exchange, 503, 'text/html; charset=utf-8', notBuilt)
      return
    }
    const isPage =
      (request.headers.accept ?? '').includes('text/html') && !url.pathname.startsWith('/assets/')
    files(request, response, () => {
      if (!isPage) {
        sendText(exchange, 404, 'text/plain', `There is no ${url.pathname} here.\n`)
        return
      }
      request.url = '/'
      files(request, response)
    })
  }
}
