import { expect, test } from 'vitest'
import type { Mail } from '../../../../renderer/features/outbox/outbox.svelte.ts'
import { framedHtml, OutboxReader } from '../../../../renderer/features/outbox/outbox.svelte.ts'

function mail(mailId: string): Mail {
  return {
    mailId,
    status: 'WAITING',
    to: ['ada@example.com'],
    subject: `Subject ${mailId}`,
    createdDate: 1,
    attempts: 0,
    text: 'Hello'
  }
}

test('only the mail that is still wanted is shown, however late the first answer is', async () => {
  const answers = new Map<string, () => void>()
  const outbox = new OutboxReader({
    ListMails: () => Promise.resolve({ mails: [mail('1'), mail('2')] }),
    DescribeMail: ({ mailId }) =>
      new Promise((resolve) => answers.set(mailId, () => resolve(mail(mailId))))
  })
  await outbox.list.reload()
  const first = outbox.select('1')
  const second = outbox.select('2')
  answers.get('2')?.()
  answers.get('1')?.()
  await Promise.all([first, second])
  expect(outbox.mail?.mailId).toBe('2')
})

test('a mail that was sent meanwhile is read again', async () => {
  let status: Mail['status'] = 'WAITING'
  const outbox = new OutboxReader({
    ListMails: () => Promise.resolve({ mails: [{ ...mail('1'), status }] }),
    DescribeMail: () => Promise.resolve({ ...mail('1'), status })
  })
  await outbox.list.reload()
  await outbox.select('1')
  status = 'SENT'
  await outbox.receive('1')
  expect(outbox.mail?.status).toBe('SENT')
  expect(outbox.list.items[0]?.status).toBe('SENT')
})

test('a mail’s HTML may run nothing, load nothing and open nothing', () => {
  const framed = framedHtml('<body>Hi</body>')
  expect(framed).toContain("default-src 'none'")
  expect(framed).toContain('<base target="_blank">')
  expect(framed.indexOf('Content-Security-Policy')).toBeLessThan(framed.indexOf('<body>'))
})
