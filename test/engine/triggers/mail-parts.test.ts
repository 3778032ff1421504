import { expect, test } from 'vitest'
import { safeName } from '../../../engine/triggers/mail/attachments.ts'
import { cursorFor, isLeftAlone } from '../../../engine/triggers/mail/mail-cursor.ts'
import type { MailHead } from '../../../plugins/contract/mailbox.ts'

test('names of attachments lead nowhere, and all systems take them', () => {
  const names = ['../../etc/passwd', String.raw`C:\a\b.txt`, '..', '', undefined, 'nul.txt', '.ssh']
  expect(names.map(safeName)).toEqual([
    ...['passwd', 'b.txt', 'attachment', 'attachment', 'attachment', '_nul.txt', 'ssh']
  ])
  expect(safeName('invoice\u202Efdp.exe\u0000')).toBe('invoice_fdp.exe_')
  expect(Buffer.byteLength(safeName(`${'😀'.repeat(300)}.csv`))).toBeLessThan(220)
})

test('a mailbox that is numbered anew is read again, without what was left alone at first', () => {
  const settings = { kind: 'MAIL' as const }
  const first = cursorFor({ settings }, { uidValidity: '1', uidNext: 8 }, 5000)
  expect(first).toMatchObject({ uid: 7, ignoredBefore: 5000 })
  const cursor = JSON.stringify({ ...first, uid: 9 })
  expect(cursorFor({ settings, cursor }, { uidValidity: '1', uidNext: 10 }, 6000).uid).toBe(9)
  const anew = cursorFor({ settings, cursor }, { uidValidity: '2', uidNext: 10 }, 6000)
  expect(anew.uid).toBe(0)
  const head = (receivedAt: number): MailHead => ({
    ...{ uid: 1, from: [], to: [], size: 1, hasAttachment: false, receivedAt }
  })
  expect([4000, 5500].map((time) => isLeftAlone(anew, head(time)))).toEqual([true, false])
})
