import { app, session, shell } from 'electron'
import type { Session, WebContents } from 'electron'
import { isOwnAddress, isSafeExternal } from './addresses.ts'

/** Used where the engine's answer has no policy of its own: then nothing but its own files may load. */
const STRICTEST_POLICY =
  "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"

/** Opens an address in the user's own program, if it is one that a page may ask for. */
export async function openExternally(address: string): Promise<void> {
  if (isSafeExternal(address)) await shell.openExternal(address)
}

function guardContents(contents: WebContents, engineUrl: () => string | undefined): void {
  const guard = (event: { preventDefault: () => void }, url: string): void => {
    if (!isOwnAddress(url, engineUrl())) event.preventDefault()
  }
  contents.on('will-navigate', (event) => guard(event, event.url))
  contents.on('will-frame-navigate', (event) => guard(event, event.url))
  contents.on('will-redirect', (event) => guard(event, event.url))
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(({ url }) => {
    void openExternally(url)
    return { action: 'deny' }
  })
}

/** Denies every permission but writing to the clipboard, which copy buttons of our own page need. */
function guardPermissions(target: Session, engineUrl: () => string | undefined): void {
  const isAllowed = (permission: string, origin: string): boolean =>
    permission === 'clipboard-sanitized-write' && isOwnAddress(origin, engineUrl())
  target.setPermissionRequestHandler((contents, permission, decide) =>
    decide(isAllowed(permission, contents.getURL()))
  )
  target.setPermissionCheckHandler((_contents, permission, origin) => isAllowed(permission, origin))
  target.setDevicePermissionHandler(() => false)
}

function hasPolicy(headers: Record<string, string[]> | undefined): boolean {
  return Object.keys(headers ?? {}).some((name) => name.toLowerCase() === 'content-security-policy')
}

/** A page without a Content-Security-Policy gets the strictest one: a forgotten header is no hole. */
function guardPolicy(target: Session): void {
  target.webRequest.onHeadersReceived((details, answer) => {
    if (details.resourceType !== 'mainFrame' || hasPolicy(details.responseHeaders)) {
      answer({})
      return
    }
    answer({
      responseHeaders: {
        ...details.responseHeaders,
        'content-security-policy': [STRICTEST_POLICY]
      }
    })
  })
}

/** Guards every page that will ever be made: navigation, new windows, permissions, policy. Call before the first window. */
export function guardPages(engineUrl: () => string | undefined): void {
  app.on('web-contents-created', (_event, contents) => guardContents(contents, engineUrl))
  guardPermissions(session.defaultSession, engineUrl)
  guardPolicy(session.defaultSession)
}
