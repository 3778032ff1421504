import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import {
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  rmdir,
  writeFile
} from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { z } from 'zod'
import { decodePart, insteadName, type ObjectPlace } from './folder-names.ts'
import type { ObjectDescription } from './object-store.ts'

/** What is kept beside an object's file. Size and time tell whether it is still about that file. */
const sideFile = z.object({
  size: z.number(),
  modifiedAt: z.number(),
  md5: z.string(),
  description: z.object({
    ContentType: z.string().optional(),
    CacheControl: z.string().optional(),
    ContentDisposition: z.string().optional(),
    ContentEncoding: z.string().optional(),
    ContentLanguage: z.string().optional(),
    Metadata: z.record(z.string(), z.string()).optional()
  })
})

export interface StoredObject {
  path: string
  size: number
  /** Milliseconds since the epoch. */
  modifiedAt: number
  /** Hex. */
  md5: string
  description: ObjectDescription
}

export interface Written {
  size: number
  md5: string
  sha256: string
}

/** Writes a draft within `root`, and hashes it on the way; `move` puts it in its place. */
export async function writeDraft(
  root: string,
  source: AsyncIterable<Buffer> | Iterable<Buffer>,
  onProgress: (bytes: number) => void = () => undefined
): Promise<Written & { draftPath: string }> {
  const draftPath = join(root, '.drafts', randomUUID())
  await mkdir(dirname(draftPath), { recursive: true })
  const [md5, sha256] = [createHash('md5'), createHash('sha256')]
  const file = await open(draftPath, 'wx')
  let size = 0
  try {
    for await (const piece of source) {
      md5.update(piece)
      sha256.update(piece)
      await file.writeFile(piece)
      size += piece.length
      onProgress(size)
    }
    await file.sync()
  } catch (error) {
    await rm(draftPath, { force: true })
    throw error
  } finally {
    await file.close()
  }
  return { draftPath, size, md5: md5.digest('hex'), sha256: sha256.digest('hex') }
}

/** Puts a draft in its place in one step, whatever lies in the way of its folders; then describes it. */
export async function store(
  place: ObjectPlace,
  draft: Written & { draftPath: string },
  description: ObjectDescription
): Promise<StoredObject> {
  const path = await moveIn(place, draft.draftPath)
  const { mtimeMs: modifiedAt } = await lstat(path)
  const stored = { path, size: draft.size, modifiedAt, md5: draft.md5, description }
  await writeSide(place, stored)
  return stored
}

/** The object at a place; undefined where there is none. */
export async function find(place: ObjectPlace): Promise<StoredObject | undefined> {
  for (const path of [place.path, place.insteadPath]) {
    const found = await lstat(path).catch(() => undefined)
    if (found?.isFile() !== true) continue
    const side = await readSide(place)
    if (side?.size === found.size && side.modifiedAt === found.mtimeMs) return { path, ...side }
    // A file that a person has put here or changed: it is described by itself alone.
    const size = found.size
    const described = { size, modifiedAt: found.mtimeMs, md5: await md5Of(path), description: {} }
    await writeSide(place, described)
    return { path, ...described }
  }
  return undefined
}

/** Deletes an object, and the folders that are empty without it. */
export async function remove(place: ObjectPlace): Promise<void> {
  const found = await find(place)
  if (found === undefined) return
  await rm(found.path, { force: true })
  await rm(place.sidePath, { force: true })
  for (let folder = dirname(found.path); folder.startsWith(place.bucketFolder + sep);) {
    const isGone = await rmdir(folder).then(
      () => true,
      () => false
    )
    if (!isGone) return
    folder = dirname(folder)
  }
}

/** All keys of a bucket's folder. */
export async function listKeys(folder: string, prefix = ''): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const keys = await Promise.all(
    entries.map(async (entry) => {
      const key = prefix + decodePart(entry.name)
      if (entry.isDirectory()) return listKeys(join(folder, entry.name), `${key}/`)
      if (!entry.isFile()) return []
      return [entry.name === insteadName ? prefix.slice(0, -1) : key]
    })
  )
  return keys.flat()
}

async function moveIn(place: ObjectPlace, draftPath: string): Promise<string> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await makeFolders(place.bucketFolder, dirname(place.path))
      const found = await lstat(place.path).catch(() => undefined)
      const path = found?.isDirectory() === true ? place.insteadPath : place.path
      await rename(draftPath, path)
      return path
    } catch (error) {
      // Another task has made or removed a folder on the way at this moment.
      if (attempt === 5) throw error
    }
  }
}

/** Makes the folders of a key; an object with the name of one of them moves into it. */
async function makeFolders(base: string, folder: string): Promise<void> {
  let path = base
  for (const name of folder.slice(base.length).split(sep).filter(Boolean)) {
    path = join(path, name)
    const found = await lstat(path).catch(() => undefined)
    if (found?.isFile() !== true) continue
    const aside = `${path}.${randomUUID()}`
    await rename(path, aside)
    await mkdir(path)
    await rename(aside, join(path, insteadName))
  }
  await mkdir(folder, { recursive: true })
}

async function readSide(place: ObjectPlace): Promise<z.output<typeof sideFile> | undefined> {
  const text = await readFile(place.sidePath, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    return sideFile.parse(JSON.parse(text))
  } catch {
    // Cut short by a power loss; the object's file is the truth.
    return undefined
  }
}

async function writeSide(place: ObjectPlace, stored: Omit<StoredObject, 'path'>): Promise<void> {
  const { size, modifiedAt, md5, description } = stored
  const draft = `${place.sidePath}.${randomUUID()}`
  await mkdir(dirname(place.sidePath), { recursive: true })
  await writeFile(draft, JSON.stringify({ size, modifiedAt, md5, description }))
  await rename(draft, place.sidePath)
}

async function md5Of(path: string): Promise<string> {
  const hash = createHash('md5')
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer)
  return hash.digest('hex')
}
