import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createClient } from '../../api/client.ts'
import type { EngineAddress } from './engine-process.ts'

function toAddress(text: string): EngineAddress | undefined {
  const value: unknown = JSON.parse(text)
  if (typeof value !== 'object' || value === null || !('url' in value) || !('token' in value))
    return undefined
  const { url, token } = value
  return typeof url === 'string' && typeof token === 'string' ? { url, token } : undefined
}

/**
 * The engine that already runs on a data folder (`signalbox serve`), by its `engine.json`; undefined where
 * there is none or it does not answer.
 */
export async function findRunningEngine(dataFolder: string): Promise<EngineAddress | undefined> {
  try {
    const address = toAddress(await readFile(join(dataFolder, 'engine.json'), 'utf8'))
    if (address) await createClient(address).DescribeEngine({})
    return address
  } catch {
    return undefined
  }
}
