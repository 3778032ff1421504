import { constants } from 'node:fs'
import { copyFile, link, mkdir, open, rename, rm, stat, unlink } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'

const MOST_NAMES = 1000

/**
 * Moves a file into a folder, under its name, or where that is taken with a number added. Nothing is
 * ever overwritten; whatever happens in between, the file is whole in one of both places. Answers where
 * it is now.
 */
export async function moveFile(path: string, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  for (let number = 1; number <= MOST_NAMES; number++) {
    const target = join(folder, numbered(basename(path), number))
    try {
      await moveTo(path, target)
      return target
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
  throw new Error(
    `There are ${String(MOST_NAMES)} files of the name ${basename(path)} in ${folder}`
  )
}

function numbered(name: string, number: number): string {
  if (number === 1) return name
  const extension = extname(name)
  return `${name.slice(0, name.length - extension.length)} (${String(number)})${extension}`
}

/** Throws EEXIST where there is something at the target. */
async function moveTo(path: string, target: string): Promise<void> {
  try {
    // A second name, then without the first: a rename would overwrite.
    await link(path, target)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw error
    if (code === 'EEXIST') {
      // A crash has left it with both names: one is enough.
      if (!(await isSameFile(path, target))) throw error
      await unlink(path)
      return
    }
    // Another file system, or one without second names.
    await copyTo(path, target)
  }
  await unlink(path)
}

async function isSameFile(path: string, target: string): Promise<boolean> {
  const [one, other] = await Promise.all([stat(path), stat(target)])
  return one.ino === other.ino && one.dev === other.dev
}

async function copyTo(path: string, target: string): Promise<void> {
  const draft = join(dirname(target), `.${basename(target)}.part`)
  await rm(draft, { force: true })
  await copyFile(path, draft, constants.COPYFILE_EXCL)
  const file = await open(draft, 'r+')
  await file.sync()
  await file.close()
  // Takes the name, so that nobody else's file is overwritten.
  const place = await open(target, 'wx')
  await place.close()
  await rename(draft, target)
}
