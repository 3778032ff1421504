/** Builds disk.c, and says how a process is started on the disk that it makes. */
import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { Mark } from './journal.ts'
import { entryOf } from './journal.ts'

/** A call of the operating system that is to fail. docs in disk.c */
export interface Fault {
  call: 'write' | 'sync' | 'read' | 'open' | 'rename' | 'unlink' | 'mkdir'
  /** The end of the file's path; `*`: any file of the data folder. */
  file: string
  error: 'ENOSPC' | 'EIO' | 'EROFS' | 'EDQUOT'
  /** So many such calls go well before. */
  after?: number
}

export interface WatchedDisk {
  /** The engine's data folder. */
  data: string
  /** What lies outside of the computer: the power never takes it. */
  world: string
  journal: string
  /** For the engine's process. */
  environment: Record<string, string>
  /** Only these calls fail from now on. */
  fail: (...faults: readonly Fault[]) => void
  /** Notes something that has been seen from outside, at its place among the changes of the disk. */
  mark: (mark: Mark) => void
}

const CONTROL_BYTES = 4096

/** Why there is no such disk on this computer; undefined where there is. */
export function whyNoWatchedDisk(): string | undefined {
  if (process.platform !== 'linux') return 'LD_PRELOAD and /proc are those of Linux'
  try {
    execFileSync('cc', ['--version'], { stdio: 'ignore' })
    return undefined
  } catch {
    return 'there is no C compiler (cc)'
  }
}

/** Compiles the library into `folder`. Answers its path. */
export function buildDiskLibrary(folder: string): string {
  const library = join(folder, 'disk.so')
  const source = join(import.meta.dirname, 'disk.c')
  execFileSync('cc', ['-O1', '-shared', '-fPIC', '-o', library, source, '-ldl'])
  return library
}

/** A fresh disk in `folder`; with a journal of its changes, or where `isJournaled` is false to fail only. */
export function createWatchedDisk(
  folder: string,
  library: string,
  { isJournaled = true }: { isJournaled?: boolean } = {}
): WatchedDisk {
  const data = join(folder, 'data')
  const world = join(folder, 'world')
  const journal = join(folder, 'journal')
  const control = join(folder, 'control')
  mkdirSync(world, { recursive: true })
  writeFileSync(journal, '')
  writeFileSync(control, Buffer.alloc(CONTROL_BYTES))
  return {
    ...{ data, world, journal },
    environment: {
      LD_PRELOAD: library,
      LC_FAULTS_FOLDER: data,
      LC_FAULTS_WORLD: world,
      LC_FAULTS_CONTROL: control,
      ...(isJournaled ? { LC_FAULTS_JOURNAL: journal } : {})
    },
    fail: (...faults) => writeInPlace(control, faults.map(ruleOf).join('')),
    mark: (mark) => writeFileSync(journal, entryOf(mark), { flag: 'a' })
  }
}

function ruleOf({ call, file, error, after = 0 }: Fault): string {
  return `${call} ${file} ${error} ${String(after)}\n`
}

/** The file is mapped by the process: it must stay the same file, and never be shorter. */
function writeInPlace(file: string, text: string): void {
  const bytes = Buffer.alloc(CONTROL_BYTES)
  bytes.write(text)
  const descriptor = openSync(file, 'r+')
  writeSync(descriptor, bytes, 0, CONTROL_BYTES, 0)
  closeSync(descriptor)
}
