import { InvalidArgumentError } from 'commander'

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']

/** For people: `12.3 MiB`. */
export function bytesText(bytes: number): string {
  const power = bytes < 1024 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10))
  const value = bytes / 1024 ** power
  return `${power === 0 ? String(bytes) : value.toFixed(1)} ${UNITS[power] ?? ''}`
}

// cspell:ignore KMGT
/** The value of an option that is a size: `500 MB`, `2G`, `1.5GiB`, always by 1024; a bare number is bytes. */
export function parseBytes(text: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?) ?(?:([KMGT])i?B?|B|bytes)?$/i.exec(text) ?? []
  if (number === undefined) {
    throw new InvalidArgumentError('Expected a size, such as 500MiB or 10GiB.')
  }
  return Math.round(Number(number) * 1024 ** ('KMGT'.indexOf(unit.toUpperCase() || ' ') + 1))
}

/** The value of an option that is a number of days, also of parts of one. */
export function parseDays(text: string): number {
  if (!/^\d{1,5}(\.\d+)?$/.test(text)) {
    throw new InvalidArgumentError('Expected a number of days, such as 30 or 0.5.')
  }
  return Number(text)
}

export function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Expected a whole number.')
  return Number(text)
}
