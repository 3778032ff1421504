import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ApiError } from '../../api/errors.ts'
import { stateMachineArn } from '../arns.ts'
import type { DataFolder } from '../data-folder.ts'
import type { Machines } from '../machines/machines.ts'
import { findStateMachine } from '../store/queries/state-machines.ts'
import type { ReadDb, WriteDb } from '../store/transaction.ts'

/** An example as it ships: a folder with a definition, an input, a description and files. */
export interface Example {
  name: string
  title: string
  description: string
  /** JSON text of the definition. */
  definition: string
  /** JSON text to start it with, with the engine's address filled in. */
  input: string
  /** Present once installed. */
  stateMachineArn?: string
}

export interface Examples {
  /** In the order that the examples themselves give. */
  list: (db: ReadDb) => Example[]
  /**
   * Copies the files into the state machine's working folder and creates the state machine. What
   * is there already stays as it is. Throws ApiError ExampleDoesNotExist.
   */
  install: (write: WriteDb, name: string) => Required<Pick<Example, 'stateMachineArn' | 'input'>>
  /** The installed copy of a file that ships with an example; undefined for anything else. */
  installedFile: (name: string, path: string) => string | undefined
}

export interface ExamplesOptions {
  /** The folder that the examples ship in. */
  shipped: string
  folder: DataFolder
  machines: Machines
  url: () => string
}

const DESCRIPTION = 'example.json'

export function createExamples({ shipped, folder, machines, url }: ExamplesOptions): Examples {
  const names = (): string[] =>
    isFolder(shipped)
      ? readdirSync(shipped).filter((name) => isFile(join(shipped, name, DESCRIPTION)))
      : []
  const text = (name: string, file: string): string =>
    readFileSync(join(shipped, name, file), 'utf8')
  const inputOf = (name: string): string =>
    text(name, 'input.json').replaceAll('{{engineUrl}}', url())
  const isInstalled = (db: ReadDb, name: string): boolean =>
    findStateMachine(db, name)?.isDeleted === false

  return {
    list: (db) =>
      names()
        .map((name) => ({ name, ...readDescription(text(name, DESCRIPTION)) }))
        .sort((one, other) => one.order - other.order || one.name.localeCompare(other.name))
        .map(({ name, title, description }) => ({
          name,
          title,
          description,
          definition: text(name, 'workflow.asl.json'),
          input: inputOf(name),
          ...(isInstalled(db, name) ? { stateMachineArn: stateMachineArn(name) } : {})
        })),
    install: (write, name) => {
      const known = names()
      if (!known.includes(name)) {
        throw new ApiError(
          'ExampleDoesNotExist',
          `There is no example '${name}'. There are: ${known.join(', ')}.`
        )
      }
      copyMissing(join(shipped, name), folder.work(name))
      const definition = text(name, 'workflow.asl.json')
      if (!isInstalled(write, name)) machines.create(write, { name, definition })
      return { stateMachineArn: stateMachineArn(name), input: inputOf(name) }
    },
    installedFile: (name, path) => {
      const parts = path.split('/')
      const isPlain = parts.every((part) => /^[\w-][\w.-]*$/.test(part))
      if (!isPlain || !names().includes(name) || !isFile(join(shipped, name, path)))
        return undefined
      const file = join(folder.work(name), path)
      return isFile(file) ? file : undefined
    }
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false
}

function readDescription(text: string): { title: string; description: string; order: number } {
  const value = JSON.parse(text) as { title?: string; description?: string; order?: number }
  return {
    title: value.title ?? '',
    description: value.description ?? '',
    order: value.order ?? 99
  }
}

/** Read and written rather than copied: the shipped folder may lie in the app's archive. */
function copyMissing(from: string, to: string): void {
  for (const entry of readdirSync(from, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue
    const source = join(entry.parentPath, entry.name)
    const target = join(to, source.slice(from.length))
    if (isFile(target)) continue
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
    writeFileSync(target, readFileSync(source), { mode: statSync(source).mode & 0o777 })
  }
}
