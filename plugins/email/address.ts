import { z } from 'zod'

const plain = /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"]+\.?[^\s@<>()[\]\\,;:"]*$/
const named = /^[^<>\r\n]*<([^<>\s]+)>$/

/**
 * The bare address of `ada@example.com` or `Ada Lovelace <ada@example.com>`; undefined where it is
 * neither. Deliberately loose (RFC 5322 allows more than anybody uses): the mail server has the last
 * word. What matters is that nothing can start a new header or a second recipient.
 */
export function bareAddress(text: string): string | undefined {
  const address = named.exec(text)?.[1] ?? text
  return address.length <= 320 && plain.test(address) ? address : undefined
}

/** A mail address with or without a name. */
export const mailAddress = z
  .string()
  .refine(
    (text) => bareAddress(text) !== undefined,
    'expected a mail address such as ada@example.com or Ada <ada@example.com>'
  )
  .meta({ examples: ['ada@example.com'] })

/** The same recipients without repetitions of an address; the first spelling stays. */
export function withoutRepetitions(addresses: readonly string[]): string[] {
  const seen = new Set<string>()
  return addresses.filter((text) => {
    const address = (bareAddress(text) ?? text).toLowerCase()
    return !seen.has(address) && seen.add(address)
  })
}

/** A line of a header: no line breaks. */
export const headerLine = z.string().regex(/^[^\r\n]*$/, 'must be one line')
