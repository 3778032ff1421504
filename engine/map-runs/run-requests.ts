/** What a run's row says of its reader, writer and items. */
import type { StartMapRun } from '../../asl/interpreter/command.ts'
import type { ReadItems, ResultWriterRequest } from '../../asl/interpreter/map-run.ts'
import { readItem } from '../store/queries/map-run-items.ts'
import type { MapRunRecord } from '../store/queries/map-runs.ts'
import type { ReadDb } from '../store/transaction.ts'
import { sourceOf } from './reading/read-items.ts'

export type ReaderRequest = NonNullable<StartMapRun['reader']>

export function readerOf({ reader }: MapRunRecord): ReaderRequest | undefined {
  return reader === null ? undefined : (JSON.parse(reader) as ReaderRequest)
}

export function writerOf({ writer }: MapRunRecord): ResultWriterRequest | undefined {
  return writer === null ? undefined : (JSON.parse(writer) as ResultWriterRequest)
}

/** The stored items of a run that has read them; none where they come with the state's input. */
export function itemsOfRun(db: ReadDb, run: MapRunRecord): { items?: ReadItems } {
  const reader = readerOf(run)
  if (reader === undefined) return {}
  return {
    items: {
      count: run.itemCount,
      source: sourceOf(reader),
      at: (index) => readItem(db, run.id, index)
    }
  }
}
