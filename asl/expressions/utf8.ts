/** Decodes UTF-8; what is malformed becomes U+FFFD. The interpreter has no TextDecoder. */
export function decodeUtf8(bytes: Uint8Array): string {
  let text = ''
  let at = 0
  while (at < bytes.length) {
    const first = bytes[at] ?? 0
    const length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0
    const code = length === 1 ? first : decodeLong(bytes, at, first, length)
    text += String.fromCodePoint(code ?? 0xfffd)
    at += code === undefined ? 1 : length
  }
  return text
}

const leastCode = [0, 0, 0x80, 0x800, 0x10000]

function decodeLong(
  bytes: Uint8Array,
  at: number,
  first: number,
  length: number
): number | undefined {
  if (length < 2 || at + length > bytes.length) return undefined
  let code = first & (0xff >> (length + 1))
  for (let offset = 1; offset < length; offset += 1) {
    const next = bytes[at + offset] ?? 0
    if ((next & 0xc0) !== 0x80) return undefined
    code = (code << 6) | (next & 0x3f)
  }
  const isSurrogate = code >= 0xd800 && code <= 0xdfff
  return code < (leastCode[length] ?? 0) || code > 0x10ffff || isSurrogate ? undefined : code
}
