import { createHash } from 'node:crypto'
import { mkdir, open, rename } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { TaskFailure } from '../../../plugins/contract/failure.ts'
import type { MailAttachment, MailHead } from '../../../plugins/contract/mailbox.ts'
import { MOST_ATTACHMENTS } from './mail-event.ts'

/**
 * Saves the attachments of one mail into a folder of its own within `root`, and answers their paths
 * in order. Done again, after a crash, it writes the same files again.
 */
export async function saveAttachments(
  root: string,
  head: MailHead,
  identity: string,
  attachments: readonly MailAttachment[]
): Promise<string[]> {
  if (attachments.length === 0) return []
  const digest = createHash('sha256').update(identity).digest('hex').slice(0, 12)
  const day = new Date(head.receivedAt ?? head.date ?? 0).toISOString().slice(0, 10)
  const folder = join(root, `${day}-${digest}`)
  const taken = new Set<string>()
  const paths: string[] = []
  try {
    await mkdir(folder, { recursive: true })
    for (const { filename, content } of attachments.slice(0, MOST_ATTACHMENTS)) {
      const path = join(folder, freeName(safeName(filename), taken))
      await save(path, content)
      paths.push(path)
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new TaskFailure(
      'Email.AttachmentNotSaved',
      `The attachments of a mail cannot be saved to ${root}: ${reason}.`,
      { cause: error }
    )
  }
  return paths
}

/** Whole or not at all, and on the disk before the execution that reads it begins. */
async function save(path: string, content: Uint8Array): Promise<void> {
  const draft = `${path}.part`
  const file = await open(draft, 'w')
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
}

/** Names that Windows keeps for devices, whatever their extension. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/** One name, of no folder, that all systems take. What a sender has written decides nothing else. */
export function safeName(filename: string | undefined): string {
  const last = (filename ?? '').normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const plain = last.replaceAll(/[\p{C}:*?"<>|]/gu, '_').replaceAll(/^[\s.]+|[\s.]+$/g, '')
  const extension = /^\.[A-Za-z0-9]{1,10}$/.exec(extname(plain))?.[0] ?? ''
  const stem = [...plain.slice(0, plain.length - extension.length)].slice(0, 50).join('')
  const name = `${stem || 'attachment'}${extension}`
  return devices.test(name) ? `_${name}` : name
}

function freeName(name: string, taken: Set<string>): string {
  const extension = extname(name)
  const stem = name.slice(0, name.length - extension.length)
  let free = name
  // Some file systems take a.txt and A.TXT for one.
  for (let number = 2; taken.has(free.toLowerCase()); number++) {
    free = `${stem} (${String(number)})${extension}`
  }
  taken.add(free.toLowerCase())
  return free
}
