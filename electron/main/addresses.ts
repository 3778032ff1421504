const EXTERNAL_PROTOCOLS = new Set(['http:', 'https:', 'mailto:'])

function parse(address: string): URL | undefined {
  try {
    return new URL(address)
  } catch {
    return undefined
  }
}

/** Whether an address is of the engine's own origin. */
export function isOwnAddress(address: string, engineUrl: string | undefined): boolean {
  const target = parse(address)
  return engineUrl !== undefined && target?.origin === new URL(engineUrl).origin
}

/** Whether a page may ask to open an address in another program: web and mail, nothing that runs something. */
export function isSafeExternal(address: string): boolean {
  return EXTERNAL_PROTOCOLS.has(parse(address)?.protocol ?? '')
}
