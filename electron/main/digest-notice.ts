import type { EngineEvent } from '../../api/events.ts'
import type { Notifier } from './notifications.ts'

export type DigestEvent = Extract<EngineEvent, { type: 'digest' }>

const KEY = 'digest'

const many = (count: number, one: string): string =>
  count === 1 ? `1 ${one}` : `${String(count)} ${one}s`

/** One notification for all that was due while the computer slept; it goes when the digest is put away. */
export function showDigest(
  { missedCount, caughtUpCount, scheduleCount }: DigestEvent,
  notifier: Notifier,
  open: (path: string) => void
): void {
  if (missedCount + caughtUpCount === 0) {
    notifier.withdraw(KEY)
    return
  }
  const caughtUp = caughtUpCount === 0 ? '' : `, ${String(caughtUpCount)} made up for`
  notifier.show({
    key: KEY,
    title: 'While you were away',
    body: `${many(missedCount, 'start')} missed${caughtUp}, of ${many(scheduleCount, 'schedule')}.`,
    buttons: [],
    onAnswer: () => open('/schedules')
  })
}
