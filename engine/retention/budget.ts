import type { StorageDay } from '../store/queries/storage.ts'
import type { HeldLog } from './held-log.ts'

const DAY = 24 * 3600 * 1000
const GIB = 1024 ** 3

/** 10 GiB, or half of what is free where that is less. */
export function defaultBudget(usedBytes: number, freeBytes: number): number {
  return Math.max(GIB / 4, Math.min(10 * GIB, usedBytes + Math.floor(freeBytes / 2)))
}

export interface Forecast {
  bytesPerDay?: number
  /** Milliseconds since the epoch. */
  budgetFullAt?: number
  diskFullAt?: number
}

const MEASURED_DAYS = 14
const LONGEST_FORECAST_DAYS = 3650

/** By the growth of the last two weeks, deletions included. */
export function forecastOf(
  days: readonly StorageDay[],
  {
    now,
    usedBytes,
    budgetBytes,
    freeBytes
  }: { now: number; usedBytes: number; budgetBytes: number; freeBytes: number }
): Forecast {
  const first = days.find(({ measuredAt }) => measuredAt >= now - MEASURED_DAYS * DAY)
  if (!first || now - first.measuredAt < DAY) return {}
  const bytesPerDay = ((usedBytes - first.usedBytes) / (now - first.measuredAt)) * DAY
  const budgetFullAt = fullAt(budgetBytes - usedBytes, bytesPerDay, now)
  const diskFullAt = fullAt(freeBytes, bytesPerDay, now)
  return {
    bytesPerDay,
    ...(budgetFullAt === undefined ? {} : { budgetFullAt }),
    ...(diskFullAt === undefined ? {} : { diskFullAt })
  }
}

function fullAt(bytesLeft: number, bytesPerDay: number, now: number): number | undefined {
  if (bytesLeft <= 0) return now
  const days = bytesPerDay > 0 ? bytesLeft / bytesPerDay : Infinity
  return days > LONGEST_FORECAST_DAYS ? undefined : now + days * DAY
}

export const WARNED_SHARE = 0.8
/** After the first warning; until then nothing is deleted for the budget's sake. */
export const GRACE_MILLISECONDS = DAY

export interface StorageFacts {
  usedBytes: number
  budgetBytes: number
  freeBytes: number
  totalBytes: number
  logBytes: number
  heldLog?: HeldLog | undefined
  forecast: Forecast
  /** From when on the oldest executions are deleted. */
  enforcedAt?: number
  now: number
}

const LOWEST_FREE_BYTES = GIB

export type WarningKind = 'BUDGET' | 'DISK' | 'LOG'

export interface Warning {
  kind: WarningKind
  /** A plain sentence. */
  text: string
}

/** What the user should know. */
export function warningsOf(facts: StorageFacts): Warning[] {
  const { usedBytes, budgetBytes, freeBytes, totalBytes, forecast, now } = facts
  const warnings: Warning[] = []
  const share = usedBytes / budgetBytes
  if (share >= WARNED_SHARE) {
    const days = forecast.budgetFullAt && Math.ceil((forecast.budgetFullAt - now) / DAY)
    const when = share >= 1 ? 'it is full' : days ? `full in ${String(days)} days at this pace` : ''
    const text =
      `The data folder takes ${size(usedBytes)} of its ${size(budgetBytes)} (${String(Math.round(share * 100))} %${when === '' ? '' : `; ${when}`}). ` +
      `Once it is full, and not before ${dateOf(facts.enforcedAt ?? now)}, the oldest executions are deleted. ` +
      '`signalbox storage` says what takes the space.'
    warnings.push({ kind: 'BUDGET', text })
  }
  if (freeBytes < Math.min(LOWEST_FREE_BYTES, totalBytes * 0.05)) {
    const text = `Only ${size(freeBytes)} are free on the disk of the data folder.`
    warnings.push({ kind: 'DISK', text })
  }
  const { heldLog } = facts
  if (heldLog) warnings.push({ kind: 'LOG', text: heldLogText(facts.logBytes, heldLog) })
  return warnings
}

function heldLogText(logBytes: number, { since, holders }: HeldLog): string {
  const names = holders.map(({ name, processId }) => `${name} (process ${String(processId)})`)
  const who =
    names.length === 0
      ? 'some other program (`lsof signalbox.db` in the data folder says which)'
      : names.join(', ')
  return (
    `The log of the database has grown to ${size(logBytes)} and goes on to grow: since ${dateOf(since)} it is kept open for reading by ${who}. ` +
    'End its reading, or it; seconds later the disk has the space back.'
  )
}

function dateOf(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ')
}

function size(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']
  const power = bytes < 1 ? 0 : Math.min(4, Math.floor(Math.log2(bytes) / 10))
  const value = bytes / 1024 ** power
  return `${value >= 100 || power === 0 ? value.toFixed(0) : value.toFixed(1)} ${units[power] ?? ''}`
}
