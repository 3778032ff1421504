import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** What `engine.json` in the data folder says of the engine that holds it. */
export interface EngineAddress {
  url: string
  token: string
  pid: number
}

const shape = z.object({ url: z.string(), token: z.string(), pid: z.number().int() })

/** The address of the folder's engine; undefined where none is running, as far as the file can say. */
export function readEngineFile(dataFolder: string): EngineAddress | undefined {
  try {
    const parsed = shape.safeParse(
      JSON.parse(readFileSync(join(dataFolder, 'engine.json'), 'utf8'))
    )
    return parsed.success ? parsed.data : undefined
  } catch {
    // Absent, or just being written: the caller tries again or starts an engine.
    return undefined
  }
}
