import type { Json } from '../../asl/json.ts'

/** How a list is written in a form, with AWS's names (call HTTPS APIs, "Applying URL-encoding on request body"). */
export const arrayFormats = ['INDICES', 'REPEAT', 'COMMAS', 'BRACKETS', 'NONE'] as const
export type ArrayFormat = (typeof arrayFormats)[number]

/**
 * A JSON object as application/x-www-form-urlencoded.
 * Lists: INDICES `a[0]=x&a[1]=y`, REPEAT `a=x&a=y`, COMMAS `a=x,y`, BRACKETS `a[]=x&a[]=y`;
 * NONE as REPEAT, and nothing is escaped. Objects within: `a[b]=x`.
 */
export function encodeForm(value: Json, format: ArrayFormat = 'INDICES'): string {
  const escape = format === 'NONE' ? (text: string) => text : escapeFormText
  return pairsOf('', value, format)
    .map(([name, text]) => `${escape(name)}=${escape(text)}`)
    .join('&')
}

function pairsOf(name: string, value: Json, format: ArrayFormat): [string, string][] {
  if (Array.isArray(value)) {
    if (format === 'COMMAS') return [[name, value.map(scalarText).join(',')]]
    return value.flatMap((item, index) => pairsOf(itemName(name, index, format), item, format))
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([member, item]) =>
      pairsOf(name === '' ? member : `${name}[${member}]`, item, format)
    )
  }
  return [[name, scalarText(value)]]
}

function itemName(name: string, index: number, format: ArrayFormat): string {
  if (format === 'INDICES') return `${name}[${index}]`
  return format === 'BRACKETS' ? `${name}[]` : name
}

function scalarText(value: Json): string {
  return value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function escapeFormText(text: string): string {
  return new URLSearchParams([['', text]]).toString().slice(1)
}
