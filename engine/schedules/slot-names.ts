import type { Zone } from './timing/zone.ts'

const LONGEST_NAME = 80

/** `20261123T0200Z`, with seconds only where there are some. */
export function slotText(slotAt: number): string {
  const text = new Date(slotAt).toISOString().replace(/[-:]|\.\d+/g, '')
  return text.endsWith('00Z') ? `${text.slice(0, -3)}Z` : text
}

/** The execution's name: of one slot always the same, so that no slot starts twice; `suffix` makes another. */
export function executionNameOf(scheduleName: string, slotAt: number, suffix = ''): string {
  const slot = `-${slotText(slotAt)}${suffix}`
  return scheduleName.slice(0, LONGEST_NAME - slot.length) + slot
}

/** `2026-10-25T02:30:00+01:00`: what the zone's wall clock shows, and how far it is from UTC. */
export function localText(zone: Zone, instant: number): string {
  const offset = Math.round(zone.offsetAt(instant) / 60_000)
  const sign = offset < 0 ? '-' : '+'
  const two = (value: number): string => String(Math.abs(Math.trunc(value))).padStart(2, '0')
  const local = new Date(zone.toLocal(instant)).toISOString().slice(0, 19)
  return `${local}${sign}${two(offset / 60)}:${two(offset % 60)}`
}
