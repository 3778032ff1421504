/** Objects in a local bucket of a core under test, and distributed Maps over them. */
import { mkdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { JsonObject } from '../../../asl/json.ts'
import type { TempFolder } from '../../support/temp-folder.ts'

export interface Bucket {
  put: (key: string, body: string | Uint8Array) => void
  read: (key: string) => unknown
  text: (key: string) => string
  has: (key: string) => boolean
}

/** A folder in the place where the s3 plugin keeps its buckets without a connection. */
export function makeBucket(folder: TempFolder, name: string): Bucket {
  const root = join(folder.path, 'plugins', 's3', 'buckets', name)
  mkdirSync(root, { recursive: true })
  const text = (key: string): string => readFileSync(join(root, key), 'utf8')
  return {
    put: (key, body) => {
      mkdirSync(dirname(join(root, key)), { recursive: true })
      writeFileSync(join(root, key), body)
    },
    read: (key) => JSON.parse(text(key)) as unknown,
    text,
    has: (key) => existsSync(join(root, key))
  }
}

export const pass: JsonObject = { First: { Type: 'Pass', End: true } }

/** A distributed Map whose children run these states from `First` on. */
export function distributed(states: JsonObject, more: JsonObject): JsonObject {
  const ItemProcessor: JsonObject = {
    ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
    StartAt: 'First',
    States: states
  }
  return { StartAt: 'Each', States: { Each: { Type: 'Map', ItemProcessor, End: true, ...more } } }
}

/** An ItemReader of one object of the bucket `data`. */
export function readerOf(Key: string, config: JsonObject): JsonObject {
  return {
    Resource: 'arn:aws:states:::s3:getObject',
    ReaderConfig: config,
    Parameters: { Bucket: 'data', Key }
  }
}
