/** Replaces secrets in text that arrives in pieces. */
export interface SecretMask {
  /** From now on these are masked, and their forms in JSON text too. */
  add: (secrets: readonly string[]) => void
  /** A whole text. */
  maskAll: (text: string) => string
  /** The next piece of a stream; keeps back what may be the beginning of a secret. */
  maskPiece: (text: string) => string
  /** What was kept back. */
  flush: () => string
}

const MASK = '****'
/** Shorter ones would mask ordinary text: a password of `a` protects nothing. */
const SHORTEST_SECRET = 4

export function createSecretMask(): SecretMask {
  const secrets = new Set<string>()
  let kept = ''
  const maskAll = (text: string): string => {
    let masked = text
    for (const secret of secrets) masked = masked.replaceAll(secret, MASK)
    return masked
  }
  return {
    maskAll,
    add: (found) => {
      for (const secret of found) {
        if (secret.length < SHORTEST_SECRET) continue
        secrets.add(secret)
        secrets.add(JSON.stringify(secret).slice(1, -1))
      }
    },
    maskPiece: (text) => {
      const whole = maskAll(kept + text)
      const length = beginningAtEnd(whole, secrets)
      kept = whole.slice(whole.length - length)
      return whole.slice(0, whole.length - length)
    },
    flush: () => {
      const rest = kept
      kept = ''
      return rest
    }
  }
}

/** The length of the longest end of `text` that a secret starts with. */
function beginningAtEnd(text: string, secrets: ReadonlySet<string>): number {
  let longest = 0
  for (const secret of secrets) {
    const limit = Math.min(secret.length - 1, text.length)
    for (let length = limit; length > longest; length--) {
      if (text.endsWith(secret.slice(0, length))) longest = length
    }
  }
  return longest
}
