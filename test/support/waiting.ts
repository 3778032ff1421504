import { stat } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

/** Resolves once there is a file at `path`; rejects after 20 s. */
export async function fileAppears(path: string): Promise<void> {
  for (let look = 0; look < 400; look += 1) {
    const found = await stat(path).catch(() => undefined)
    if (found !== undefined && found.size > 0) return
    await delay(50)
  }
  throw new Error(`Expected a file at ${path} within 20 s, found none.`)
}
