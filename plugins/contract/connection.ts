import type { z } from 'zod'
import type { ConnectionValue, OutgoingMail } from './context.ts'

/** Named settings and secrets that a plugin uses. */
export interface ConnectionType {
  /** `smtp`, `s3`, `http`. */
  type: string
  title: string
  description: string
  /** What may be shown and edited. */
  settings: z.ZodObject
  /** Members that are encrypted at rest and never shown again. */
  secrets: readonly { name: string; title: string; isRequired: boolean }[]
  /** Connects, signs in, changes nothing. Resolves to one line for a person; rejects with why not. */
  test: (connection: ConnectionValue, signal: AbortSignal) => Promise<string>
  /** For mail transports: sends one mail. Rejects with a `TaskFailure`. */
  deliver?: (
    connection: ConnectionValue,
    mail: OutgoingMail & { messageId: string },
    signal: AbortSignal
  ) => Promise<{ accepted: string[]; rejected: string[]; response: string }>
}

/** Defines a connection type; identity at run time. */
export function defineConnectionType(type: ConnectionType): ConnectionType {
  return type
}
