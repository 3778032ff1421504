import { randomBytes, randomFillSync, randomUUID } from 'node:crypto'

/** The engine's only source of randomness; tests hand in a counted one. */
export interface Ids {
  /** A random UUID (version 4), for names. */
  uuid: () => string
  /**
   * A UUID that begins with the time (version 7), for names of executions: those of one moment lie
   * beside each other in the index, so a commit of many touches few of its pages.
   */
  timeOrderedUuid: () => string
  /** 128 random bits in hexadecimal, for activations. */
  seed: () => string
  /** 256 random bits in base64url, for secrets that leave the engine. */
  secret: () => string
}

const SEED_BYTES = 16
const SEEDS_AT_ONCE = 256

/** Asks the system for many seeds at once: an execution needs one a step, and asking is dear. */
function createSeeds(): () => string {
  const pool = Buffer.alloc(SEED_BYTES * SEEDS_AT_ONCE)
  let used = pool.length
  return () => {
    if (used === pool.length) {
      randomFillSync(pool)
      used = 0
    }
    used += SEED_BYTES
    return pool.toString('hex', used - SEED_BYTES, used)
  }
}

/** https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7 */
function timeOrdered(at: number, random: string): string {
  const time = at.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(15)}`
}

export const randomIds: Ids = {
  uuid: () => randomUUID(),
  timeOrderedUuid: () => timeOrdered(Date.now(), randomUUID()),
  seed: createSeeds(),
  secret: () => randomBytes(32).toString('base64url')
}
