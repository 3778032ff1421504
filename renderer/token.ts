const STORAGE_KEY = 'signalbox.token'

/**
 * The engine's token: from the address (`#token=…`, which is then cleaned, so that it is in no
 * history or screenshot), else from this tab's session storage. Undefined where there is none.
 */
export function takeToken(
  address: Pick<Location, 'hash' | 'pathname' | 'search'>,
  history: Pick<History, 'replaceState'>,
  storage: Pick<Storage, 'getItem' | 'setItem'>
): string | undefined {
  const token = new URLSearchParams(address.hash.slice(1)).get('token')
  if (token) {
    storage.setItem(STORAGE_KEY, token)
    history.replaceState(null, '', address.pathname + address.search)
    return token
  }
  return storage.getItem(STORAGE_KEY) ?? undefined
}

/** Keeps a token that the user has typed. */
export function keepToken(storage: Pick<Storage, 'setItem'>, token: string): void {
  storage.setItem(STORAGE_KEY, token)
}

/** Forgets a token that the engine has refused. */
export function forgetToken(storage: Pick<Storage, 'removeItem'>): void {
  storage.removeItem(STORAGE_KEY)
}
