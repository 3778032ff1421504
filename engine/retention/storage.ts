import { statfsSync } from 'node:fs'
import type { Clock } from '../clock.ts'
import type { DataFolder } from '../data-folder.ts'
import type { Store } from '../store/open.ts'
import type { DatabaseSize, FolderSizes, StorageDay } from '../store/queries/storage.ts'
import { databaseSize, storageDays, storageState, taskFileBytes } from '../store/queries/storage.ts'
import { reader } from '../store/transaction.ts'
import type { Forecast, StorageFacts, Warning } from './budget.ts'
import { GRACE_MILLISECONDS, defaultBudget, forecastOf, warningsOf } from './budget.ts'
import { logBytes } from './give-back.ts'
import type { HeldLog } from './held-log.ts'

/** What the data folder takes: the database now, files as measured last. */
export interface Usage {
  usedBytes: number
  database: DatabaseSize & { logBytes: number; heldLog?: HeldLog }
  taskBytes: number
  folders: FolderSizes
  /** Milliseconds since the epoch. */
  measuredAt?: number
  disk: { freeBytes: number; totalBytes: number }
  budget: { bytes: number; isDefault: boolean; warnedAt: number | null; enforcedAt?: number }
  forecast: Forecast
  days: StorageDay[]
  warnings: Warning[]
}

const NOTHING: FolderSizes = { logBytes: 0, pluginBytes: 0, workBytes: 0, otherBytes: 0 }

/** Reads kept numbers only: nothing is walked through or counted. `folders`: measured just now. */
export function usageOf(
  { store, folder, clock }: { store: Store; folder: DataFolder; clock: Clock },
  { measured, heldLog }: { measured?: FolderSizes; heldLog?: HeldLog | undefined } = {}
): Usage {
  const db = reader(store)
  const now = clock.now()
  const days = storageDays(db)
  const last = days.at(-1)
  const folders = measured ?? last?.folders ?? NOTHING
  const database = {
    ...{ ...databaseSize(db), logBytes: logBytes(store.file) },
    ...(heldLog ? { heldLog } : {})
  }
  const taskBytes = taskFileBytes(db)
  const usedBytes =
    database.bytes + database.logBytes + taskBytes + sum(Object.values(folders) as number[])
  const { bavail, blocks, bsize } = statfsSync(folder.path)
  const disk = { freeBytes: bavail * bsize, totalBytes: blocks * bsize }
  const { budgetBytes, budgetWarnedAt } = storageState(db)
  const budget = budgetBytes ?? defaultBudget(usedBytes, disk.freeBytes)
  const forecast = forecastOf(days, {
    ...{ now, usedBytes, budgetBytes: budget, freeBytes: disk.freeBytes }
  })
  const enforced =
    budgetWarnedAt === null ? {} : { enforcedAt: budgetWarnedAt + GRACE_MILLISECONDS }
  const facts: StorageFacts = {
    ...{ now, usedBytes, budgetBytes: budget, ...disk, logBytes: database.logBytes, forecast },
    ...{ ...enforced, heldLog }
  }
  return {
    ...{ usedBytes, database, taskBytes, folders, disk, forecast, days },
    budget: {
      ...{ bytes: budget, isDefault: budgetBytes === null, warnedAt: budgetWarnedAt },
      ...enforced
    },
    ...(last ? { measuredAt: last.measuredAt } : {}),
    warnings: warningsOf(facts)
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
