/** A map run's results as objects, and the manifest that names them. */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { errorNames } from '../../../asl/errors.ts'
import type { ResultWriterRequest } from '../../../asl/interpreter/map-run.ts'
import type { JsonObject } from '../../../asl/json.ts'
import { TaskFailure } from '../../../plugins/contract/failure.ts'
import type { Objects } from '../../../plugins/contract/objects.ts'
import type { ChildResult } from '../../store/queries/map-run-items.ts'
import { textIn } from '../objects.ts'
import { ResultFile } from './result-file.ts'
import { resultTexts } from './result-entry.ts'

export interface ResultSource {
  mapRunArn: string
  /** Of the hidden state machine of the children. */
  machineName: string
  /** Pages of children in the order of their items; the last page is short. */
  children: (from: number) => readonly ChildResult[]
  /** Inputs of children that were never started, JSON texts. */
  pending: () => Iterable<string>
  /** Lets others have their turn; throws where the run is over. */
  pause: () => Promise<void>
}

export interface WrittenResults {
  /** What the state's output says: where the manifest is. */
  details: { Bucket: string; Key: string }
  /** So many children's results. */
  count: number
}

const kinds = ['FAILED', 'PENDING', 'SUCCEEDED'] as const
type Files = Record<(typeof kinds)[number], ResultFile>

/**
 * Writes the files in `folder` first and then to their bucket, the manifest last: a second time is the
 * same as once. Throws TaskFailure.
 */
export async function writeResults(
  objects: Objects,
  writer: ResultWriterRequest,
  source: ResultSource,
  folder: string
): Promise<WrittenResults> {
  const { Bucket, base } = targetOf(writer, source.mapRunArn)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const ending = writer.outputType === 'JSONL' ? 'jsonl' : 'json'
  const file = (kind: string): ResultFile =>
    new ResultFile(join(folder, `${kind}_0.${ending}`), writer.outputType)
  const files: Files = {
    FAILED: file('FAILED'),
    PENDING: file('PENDING'),
    SUCCEEDED: file('SUCCEEDED')
  }
  try {
    const count = await fill(files, writer, source)
    const listed: JsonObject = {}
    for (const kind of kinds) {
      const { path, size } = files[kind]
      const Key = `${base}${kind}_0.${ending}`
      listed[kind] = size === 0 ? [] : [{ Key, Size: size }]
      if (size > 0) await put(objects, Bucket, Key, path)
    }
    const manifest = join(folder, 'manifest.json')
    const shown = { DestinationBucket: Bucket, MapRunArn: source.mapRunArn, ResultFiles: listed }
    await writeFile(manifest, JSON.stringify(shown), { mode: 0o600 })
    await put(objects, Bucket, `${base}manifest.json`, manifest)
    return { details: { Bucket, Key: `${base}manifest.json` }, count }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function put(objects: Objects, Bucket: string, Key: string, path: string): Promise<void> {
  const ContentType = 'application/json'
  await objects.uploadFile({ Bucket, Key, path, ContentType, onProgress: () => undefined })
}

async function fill(
  files: Files,
  writer: ResultWriterRequest,
  source: ResultSource
): Promise<number> {
  let count = 0
  try {
    let from = 0
    for (;;) {
      const page = source.children(from)
      for (const child of page) {
        const file = child.status === 'SUCCEEDED' ? files.SUCCEEDED : files.FAILED
        for (const text of resultTexts(source.machineName, child, writer)) await file.add(text)
        from = child.firstItem + 1
      }
      count += page.length
      await source.pause()
      if (page.length === 0) break
    }
    let waiting = 0
    for (const text of source.pending()) {
      waiting += 1
      if (waiting % 100 === 0) await source.pause()
      await files.PENDING.add(JSON.stringify({ Input: text, InputDetails: { Included: true } }))
    }
    return count
  } finally {
    for (const kind of kinds) await files[kind].close()
  }
}

function targetOf(
  { target }: ResultWriterRequest,
  mapRunArn: string
): { Bucket: string; base: string } {
  const { resource = '', parameters = {} } = target ?? {}
  const Bucket = textIn(parameters, 'Bucket')
  if (!/^arn:[^:]*:states:::s3:putObject$/.test(resource)) {
    throw writerFailed(
      `Expected arn:aws:states:::s3:putObject as Resource of ResultWriter, found ${resource}`
    )
  }
  if (Bucket === undefined || Bucket === '') {
    throw writerFailed(
      `Expected a text as Bucket of ResultWriter, found ${JSON.stringify(parameters['Bucket'] ?? null)}`
    )
  }
  const prefix = (textIn(parameters, 'Prefix') ?? '').replace(/\/+$/, '')
  const run = mapRunArn.slice(mapRunArn.lastIndexOf(':') + 1)
  return { Bucket, base: `${prefix === '' ? '' : `${prefix}/`}${run}/` }
}

function writerFailed(cause: string): TaskFailure {
  return new TaskFailure(errorNames.resultWriterFailed, cause)
}
