import { ApiError } from '../../api/errors.ts'
import type { ConnectionType } from '../../plugins/contract/connection.ts'
import type { ConnectionValue } from '../../plugins/contract/context.ts'
import { TaskFailure } from '../../plugins/contract/failure.ts'
import type { Clock } from '../clock.ts'
import { validationError } from '../http/validation.ts'
import type { Registry } from '../plugins/registry.ts'
import type { Store } from '../store/open.ts'
import type { ConnectionRecord } from '../store/queries/connections.ts'
import * as rows from '../store/queries/connections.ts'
import type { ReadDb, WriteDb } from '../store/transaction.ts'
import { reader } from '../store/transaction.ts'
import type { ConnectionFinder } from '../tasks/services.ts'
import type { Vault } from './vault.ts'
import { VaultError } from './vault.ts'

export interface ConnectionChange {
  name: string
  type: string
  settings: Record<string, unknown>
  /** One that is left out keeps its value; an empty text removes it. */
  secrets?: Record<string, string>
  isDefault?: boolean
}

/** Named settings and secrets. The secrets leave it through `find` alone. */
export interface Connections extends ConnectionFinder {
  /** Throws ApiError ValidationException. */
  put: (write: WriteDb, change: ConnectionChange) => ConnectionRecord
  /** Throws ApiError ConnectionDoesNotExist. */
  remove: (write: WriteDb, name: string) => void
  /** One line for a person. Rejects with ApiError ConnectionDoesNotExist or ConnectionTestFailed. */
  test: (name: string, signal: AbortSignal) => Promise<string>
}

export interface ConnectionsOptions {
  store: Store
  vault: Vault
  registry: Registry
  clock: Clock
}

const TEST_MILLISECONDS = 30_000

export function createConnections({
  store,
  vault,
  registry,
  clock
}: ConnectionsOptions): Connections {
  const db = reader(store)
  const open = (record: ConnectionRecord): ConnectionValue => ({
    name: record.name,
    settings: record.settings,
    secrets: openSecrets(vault, record)
  })
  return {
    find: (type, name) =>
      Promise.resolve().then(() => {
        const record = name === undefined ? rows.defaultConnection(db, type) : named(db, type, name)
        try {
          return record && open(record)
        } catch (error) {
          if (!(error instanceof VaultError)) throw error
          const cause = `The secrets of the connection '${record?.name ?? ''}' cannot be read. ${error.message}`
          throw new TaskFailure('Signalbox.SecretsUnreadable', cause, { cause: error })
        }
      }),
    put: (write, change) => {
      const type = typeOf(registry, change.type)
      const record = toRecord(write, vault, type, change, clock.now())
      rows.putConnection(write, record)
      write.notify({ type: 'connection', name: change.name })
      return record
    },
    remove: (write, name) => {
      if (!rows.deleteConnection(write, name)) throw doesNotExist(name)
      write.notify({ type: 'connection', name })
    },
    test: async (name, signal) => {
      const record = rows.findConnection(db, name)
      if (!record) throw doesNotExist(name)
      const limit = AbortSignal.any([signal, AbortSignal.timeout(TEST_MILLISECONDS)])
      try {
        return await typeOf(registry, record.type).test(open(record), limit)
      } catch (error) {
        const reason = error instanceof TaskFailure ? error.causeText : (error as Error).message
        throw new ApiError('ConnectionTestFailed', `The connection '${name}' failed: ${reason}`)
      }
    }
  }
}

function toRecord(
  write: WriteDb,
  vault: Vault,
  type: ConnectionType,
  change: ConnectionChange,
  modifiedAt: number
): ConnectionRecord {
  const before = rows.findConnection(write, change.name)
  const secrets = mergeSecrets(vault, type, before, change)
  const secretNames = Object.keys(secrets).sort()
  const sealed = vault.seal(JSON.stringify(secrets), purposeOf(change.name))
  return {
    name: change.name,
    type: change.type,
    settings: checkSettings(type, change.settings),
    ...(secretNames.length > 0 ? { sealedSecrets: sealed } : {}),
    secretNames,
    isDefault: change.isDefault ?? isFirstDefault(write, change, before),
    modifiedAt
  }
}

function purposeOf(name: string): string {
  return `connection ${name}`
}

function named(db: ReadDb, type: string, name: string): ConnectionRecord {
  const record = rows.findConnection(db, name)
  if (record?.type === type) return record
  const known = rows.listConnections(db).filter((candidate) => candidate.type === type)
  const names = known.map((candidate) => `'${candidate.name}'`).join(', ')
  const found = record ? `one of the type ${record.type}` : 'none of that name'
  throw new TaskFailure(
    'Signalbox.ConnectionDoesNotExist',
    `Expected a connection '${name}' of the type ${type}, found ${found}. ${names === '' ? 'There is none of that type: add one under Connections.' : `There are: ${names}.`}`
  )
}

function doesNotExist(name: string): ApiError {
  return new ApiError('ConnectionDoesNotExist', `There is no connection '${name}'.`)
}

function typeOf(registry: Registry, type: string): ConnectionType {
  const found = registry.connectionType(type)
  if (found) return found
  const known = registry.plugins
    .flatMap((plugin) => plugin.connectionTypes)
    .map((candidate) => candidate.type)
  throw new ApiError(
    'ValidationException',
    `1 validation error detected: Value '${type}' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [${known.join(', ')}]`
  )
}

function checkSettings(
  type: ConnectionType,
  settings: Record<string, unknown>
): Record<string, unknown> {
  const checked = type.settings.safeParse(settings)
  if (checked.success) return checked.data
  const issues = checked.error.issues.map((issue) => ({
    ...issue,
    path: ['settings', ...issue.path]
  }))
  throw validationError(issues, { settings })
}

function openSecrets(vault: Vault, record: ConnectionRecord): Record<string, string> {
  if (record.sealedSecrets === undefined) return {}
  return JSON.parse(vault.open(record.sealedSecrets, purposeOf(record.name))) as Record<
    string,
    string
  >
}

/** The secrets after the change. Those that it leaves out must be readable, or the change is refused. */
function mergeSecrets(
  vault: Vault,
  type: ConnectionType,
  before: ConnectionRecord | undefined,
  { secrets: given = {} }: ConnectionChange
): Record<string, string> {
  const names = type.secrets.map(({ name }) => name)
  const unknown = Object.keys(given).find((name) => !names.includes(name))
  if (unknown !== undefined) {
    throw new ApiError(
      'ValidationException',
      `1 validation error detected: Value at 'secrets.${unknown}' failed to satisfy constraint: a connection of the type ${type.type} has the secrets [${names.join(', ')}]`
    )
  }
  const kept = before?.type === type.type ? before : undefined
  const isAllGiven = (kept?.secretNames ?? []).every((name) => name in given)
  const merged: Record<string, string> = kept && !isAllGiven ? keptSecrets(vault, kept) : {}
  for (const [name, value] of Object.entries(given)) {
    if (value === '') Reflect.deleteProperty(merged, name)
    else merged[name] = value
  }
  const missing = type.secrets.find(({ name, isRequired }) => isRequired && !(name in merged))
  if (!missing) return merged
  throw new ApiError(
    'ValidationException',
    `1 validation error detected: Value null at 'secrets.${missing.name}' failed to satisfy constraint: Member must not be null`
  )
}

function keptSecrets(vault: Vault, record: ConnectionRecord): Record<string, string> {
  try {
    return openSecrets(vault, record)
  } catch (error) {
    if (!(error instanceof VaultError)) throw error
    throw new ApiError(
      'ValidationException',
      `The secrets that were left out cannot be kept: ${error.message}`
    )
  }
}

/** The first connection of a type is the one that is used where none is named. */
function isFirstDefault(
  write: WriteDb,
  { type }: ConnectionChange,
  before: ConnectionRecord | undefined
): boolean {
  if (before?.type === type) return before.isDefault
  return rows.defaultConnection(write, type) === undefined
}
