import { randomBytes, randomUUID } from 'node:crypto'

/** The engine's only source of randomness; tests hand in a counted one. */
export interface Ids {
  /** A random UUID (version 4), for names. */
  uuid: () => string
  /** 128 random bits in hexadecimal, for activations. */
  seed: () => string
  /** 256 random bits in base64url, for secrets that leave the engine. */
  secret: () => string
}

export const randomIds: Ids = {
  uuid: () => randomUUID(),
  seed: () => randomBytes(16).toString('hex'),
  secret: () => randomBytes(32).toString('base64url')
}
