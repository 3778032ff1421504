import type { OutgoingMail } from '../../plugins/contract/context.ts'
import type { Vault } from '../secrets/vault.ts'
import type { SealedMail } from '../store/queries/mails.ts'

function purposeOf(mailId: string): string {
  return `mail ${mailId}`
}

export function sealMail(vault: Vault, mailId: string, mail: OutgoingMail): string {
  return vault.seal(JSON.stringify(mail), purposeOf(mailId))
}

/** Throws VaultError. */
export function openMail(vault: Vault, { mailId, sealed }: SealedMail): OutgoingMail {
  return JSON.parse(vault.open(sealed, purposeOf(mailId))) as OutgoingMail
}
