/** Time zones as people choose them, and times as they read in one. */

/** The IANA zone of this computer. */
export function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** `+02:00` of a zone at a moment. @param seconds since the epoch */
export function offsetOf(timeZone: string, seconds: number): string {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(seconds * 1000)
    .find((part) => part.type === 'timeZoneName')
  const offset = (parts?.value ?? '').replace('GMT', '')
  return offset === '' ? '+00:00' : offset
}

/** The zones that this runtime knows, this computer's and UTC first, each with its present offset. */
export function timeZoneOptions(
  seconds: number,
  chosen: string
): { value: string; label: string; hint: string }[] {
  const first = [ownTimeZone(), 'UTC', chosen]
  const zones = [...new Set([...first, ...Intl.supportedValuesOf('timeZone')])]
  return zones.map((zone) => ({
    value: zone,
    label: zone.replaceAll('_', ' '),
    hint: offsetOf(zone, seconds)
  }))
}

/** `Tue, 24 Nov 2026, 06:00` on the clocks of a zone. @param seconds since the epoch */
export function formatInZone(seconds: number, timeZone: string): string {
  return new Intl.DateTimeFormat(undefined, {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit'
  }).format(seconds * 1000)
}

/** `YYYY-MM-DD` on the clocks of a zone. @param seconds since the epoch */
export function dateInZone(seconds: number, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit'
  })
  return parts.format(seconds * 1000)
}
