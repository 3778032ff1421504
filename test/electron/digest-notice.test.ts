import { expect, test } from 'vitest'
import { showDigest } from '../../electron/main/digest-notice.ts'
import type { Notice } from '../../electron/main/notifications.ts'

test('all that was missed is one notification, which goes when the digest is put away', () => {
  const shown = new Map<string, Notice>()
  const opened: string[] = []
  const notifier = {
    show: (notice: Notice) => void shown.set(notice.key, notice),
    withdraw: (key: string) => void shown.delete(key)
  }
  const tell = (missedCount: number, caughtUpCount: number, scheduleCount: number): void =>
    showDigest({ type: 'digest', missedCount, caughtUpCount, scheduleCount }, notifier, (path) =>
      opened.push(path)
    )
  tell(3, 1, 2)
  const notice = shown.get('digest')
  expect(notice?.title).toBe('While you were away')
  expect(notice?.body).toBe('3 starts missed, 1 made up for, of 2 schedules.')
  notice?.onAnswer('open')
  expect(opened).toEqual(['/schedules'])
  tell(0, 0, 0)
  expect(shown.size).toBe(0)
})
