import type { HistoryEvent } from '../../../asl/interpreter/history.ts'
import type { JsonObject } from '../../../asl/json.ts'
import type { CarriedText } from '../details-codec.ts'
import { compactDetails, expandDetails, isCompact, textIn } from '../details-codec.ts'
import type { ReadDb, WriteDb } from '../transaction.ts'
import type { EventRow } from './history-ranges.ts'
import { readForwards } from './history-ranges.ts'
import { packDetails, unpackDetails } from './payloads.ts'

/** Packs the details of events in the order in which they are appended. */
export interface DetailsPacker {
  pack: (event: HistoryEvent) => string | null
  /** The text that goes on from an event: of the next one, mostly. */
  carriedBy: (eventId: number) => CarriedText | undefined
}

/**
 * A text that an event has from the one before it is not stored again: a state's input is the output
 * before it. Where the text before is not known any more, it is: nothing depends on what was left out.
 */
export function createDetailsPacker(write: WriteDb, executionId: number): DetailsPacker {
  const carried = new Map<number, CarriedText | undefined>()
  const entry = write.historyTail.known?.byExecution.get(executionId)
  if (entry) carried.set(entry.lastEventId, entry.carried)
  return {
    carriedBy: (eventId) => carried.get(eventId),
    pack: ({ id, previousEventId, details }) => {
      const before = carried.get(previousEventId)
      carried.set(id, before)
      if (details === undefined) return null
      const compact = compactDetails(id, details, before)
      if (!compact) return packDetails(write, executionId, details)
      carried.set(id, compact.carried)
      return compact.stored
    }
  }
}

/** Unpacks the details of rows that were read together; what they have from other rows is looked up. */
export function createDetailsReader(
  db: ReadDb,
  executionId: number,
  rows: readonly EventRow[]
): (eventId: number, stored: string) => JsonObject {
  const seen = new Map<number, string>()
  const stored = new Map(rows.map(({ event_id, details }) => [event_id, details]))
  const texts = new Map<number, string | undefined>()
  const lookUp = (eventId: number): string | undefined => {
    const [row] = readForwards(db, executionId, { after: eventId - 1, limit: 1 })
    return row?.event_id === eventId && row.details !== null ? textIn(row.details) : undefined
  }
  const textOf = (eventId: number): string | undefined => {
    if (texts.has(eventId)) return texts.get(eventId)
    const here = stored.get(eventId)
    const text = here ? textIn(here) : lookUp(eventId)
    texts.set(eventId, text)
    return text
  }
  return (eventId, details) =>
    isCompact(details) ? expandDetails(eventId, details, textOf) : unpackDetails(db, details, seen)
}
