import { createHash, createHmac } from 'node:crypto'
import type { Ids } from '../ids.ts'
import { isSameSecret } from '../http/same-secret.ts'
import type { Vault } from '../secrets/vault.ts'
import type { Approval, ApprovalLink, Decision } from '../store/queries/approvals.ts'
import { findApprovalLink, insertApprovalLink } from '../store/queries/approvals.ts'
import { insertVaultSecret, readVaultSecret } from '../store/queries/connections.ts'
import type { Store } from '../store/open.ts'
import type { ReadDb, WriteDb } from '../store/transaction.ts'
import { inTransaction, reader } from '../store/transaction.ts'

/**
 * Links to the page of one approval, for one person and one intention each. A token is
 * `<approval id>.<HMAC-SHA256 over approval, recipient, intention, expiry and nonce>`; the key is
 * sealed in the vault and the database keeps the token's SHA-256 alone, so neither a copy of the
 * database nor of a log decides anything.
 */
export interface ApprovalTokens {
  /** The same token whenever it is asked for again. */
  issue: (write: WriteDb, approval: Approval, recipient: string, intention: Decision) => string
  /** The link of a token that this engine has issued; undefined for any other text. */
  verify: (db: ReadDb, token: string) => ApprovalLink | undefined
  /** What the page's form sends along: bound to the link, so no other page can know it. */
  formNonce: (token: string) => string
}

export function createApprovalTokens(options: {
  store: Store
  vault: Vault
  ids: Ids
}): ApprovalTokens {
  const key = linkKey(options)
  const hmac = (...parts: string[]): string =>
    createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url')
  const tokenOf = (
    approvalId: string,
    link: Pick<ApprovalLink, 'recipient' | 'intention' | 'expiresAt' | 'nonce'>
  ): string => {
    const expiry = link.expiresAt === undefined ? '' : String(link.expiresAt)
    return `${approvalId}.${hmac('link', approvalId, link.recipient, link.intention, expiry, link.nonce)}`
  }
  return {
    issue: (write, approval, recipient, intention) => {
      const link = {
        recipient,
        intention,
        nonce: hmac('nonce', approval.approvalId, recipient, intention),
        ...(approval.expiresAt === undefined ? {} : { expiresAt: approval.expiresAt })
      }
      const token = tokenOf(approval.approvalId, link)
      insertApprovalLink(write, { ...link, digest: digestOf(token), approval: approval.id })
      return token
    },
    verify: (db, token) => {
      const link = findApprovalLink(db, digestOf(token))
      if (!link) return undefined
      return isSameSecret(tokenOf(approvalIdOf(token), link), token) ? link : undefined
    },
    formNonce: (token) => hmac('form', token)
  }
}

/** The approval that a token claims to be about, right or wrong. */
export function approvalIdOf(token: string): string {
  return token.split('.')[0] ?? ''
}

function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** One key per key of the vault: an engine that cannot open the old one signs with a new one. */
function linkKey({ store, vault, ids }: { store: Store; vault: Vault; ids: Ids }): string {
  const name = `approval links ${vault.keyId}`
  const sealed = readVaultSecret(reader(store), name)
  if (sealed !== undefined) return vault.open(sealed, name)
  const key = ids.secret()
  inTransaction(store, (write) => insertVaultSecret(write, name, vault.seal(key, name)))
  return key
}
