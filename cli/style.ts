import type { Environment } from './data-folder.ts'

export type Colour = 'red' | 'green' | 'yellow' | 'blue' | 'grey' | 'bold'

const codes: Readonly<Record<Colour, readonly [number, number]>> = {
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  grey: [90, 39],
  bold: [1, 22]
}

export type Style = (colour: Colour, text: string) => string

/** Colours for a terminal, plain text for all else. https://no-color.org */
export function styleFor(isTty: boolean, environment: Environment): Style {
  const isPlain = !isTty || Boolean(environment['NO_COLOR']) || environment['TERM'] === 'dumb'
  if (isPlain) return (_colour, text) => text
  return (colour, text) => {
    const [open, close] = codes[colour]
    return `\u001b[${String(open)}m${text}\u001b[${String(close)}m`
  }
}

const statusColours: Readonly<Record<string, Colour>> = {
  RUNNING: 'blue',
  SUCCEEDED: 'green',
  APPROVED: 'green',
  ENABLED: 'green',
  FAILED: 'red',
  TIMED_OUT: 'red',
  REJECTED: 'red',
  PENDING: 'yellow',
  ABORTED: 'grey',
  DISABLED: 'grey',
  EXPIRED: 'grey',
  CANCELLED: 'grey'
}

/** A status in its colour; the word alone already says it. */
export function styledStatus(style: Style, status: string): string {
  const colour = statusColours[status]
  return colour ? style(colour, status) : status
}
