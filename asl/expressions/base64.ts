/** Base64 without the platform: the interpreter has no Buffer and no btoa. RFC 4648. */
const standard = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Encodes bytes with the standard alphabet and padding. */
export function encodeBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const rest = bytes.length - at
    const bits = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    text += standard.charAt(bits >> 18) + standard.charAt((bits >> 12) & 63)
    text += rest > 1 ? standard.charAt((bits >> 6) & 63) : '='
    text += rest > 2 ? standard.charAt(bits & 63) : '='
  }
  return text
}

/** Encodes bytes for use in URLs: alphabet `-_`, no padding. */
export function encodeBase64Url(bytes: Uint8Array): string {
  return encodeBase64(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')
}

/** The bytes, or undefined where the text is not base64. */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined
  const letters = text.replace(/=+$/, '')
  if (letters.length % 4 === 1) return undefined
  const bytes = new Uint8Array(Math.floor((letters.length * 3) / 4))
  let bits = 0
  let count = 0
  let at = 0
  for (const letter of letters) {
    bits = ((bits << 6) | standard.indexOf(letter)) & 0xffffff
    count += 6
    if (count >= 8) {
      count -= 8
      bytes[at] = (bits >> count) & 255
      at += 1
    }
  }
  return bytes
}
