import { ApiError } from '../../api/errors.ts'
import type { JsonObject } from '../../asl/json.ts'
import type { Ids } from '../ids.ts'
import type { Clock } from '../clock.ts'
import { findFiringByIdentity } from '../store/queries/firings.ts'
import type { TriggerDraft, TriggerRecord } from '../store/queries/triggers.ts'
import type { ReadDb } from '../store/transaction.ts'
import type { TriggerEvent } from './firing.ts'
import type { TriggerServices } from './services.ts'
import type { Kind, Rehearsal } from './watcher.ts'

type RehearseParts = TriggerServices & { db: ReadDb; ids: Ids; clock: Clock }

export interface RehearseRequest {
  stored?: TriggerRecord
  draft?: TriggerDraft
  /** Absent: what the trigger finds now. */
  event?: JsonObject
  limit: number
  signal: AbortSignal
}

/** What a trigger would start now. Throws ApiError ValidationException. */
export async function rehearse(parts: RehearseParts, request: RehearseRequest) {
  const { stored, draft = stored, event, limit, signal } = request
  if (!draft) {
    throw new ApiError('ValidationException', 'Expected a name or a draft, found neither.')
  }
  parts.triggers.check(parts.db, draft)
  const kind = parts.kinds[draft.settings.kind] as Kind<typeof draft.settings.kind>
  const { events, hasMore, problem }: Rehearsal =
    event === undefined
      ? await kind.rehearse(draft.settings, { limit, signal })
      : { events: [{ identity: 'given', title: 'the given event', event }], hasMore: false }
  return {
    rehearsals: events.map((one) => rehearseOne(one, draft, stored, parts)),
    hasMore,
    ...(problem === undefined ? {} : { problem })
  }
}

function rehearseOne(
  { identity, title, event }: TriggerEvent,
  draft: TriggerDraft,
  stored: TriggerRecord | undefined,
  { db, ids, clock, mappings, conditions }: RehearseParts
) {
  const shown = { title, identity, event: JSON.stringify(event) }
  try {
    const scope = { event, trigger: draft.name, at: clock.now(), seed: ids.seed() }
    const input = mappings.apply(draft.input, scope)
    if (stored && findFiringByIdentity(db, stored.id, identity)) {
      return { ...shown, input, wouldStart: false, reason: 'It has fired for this before.' }
    }
    const met = draft.conditions ? conditions.check(draft.conditions) : undefined
    return met && !met.isMet
      ? { ...shown, input, wouldStart: false, reason: met.reason }
      : { ...shown, input, wouldStart: true }
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return { ...shown, wouldStart: false, reason: error.message }
  }
}
