import type { z } from 'zod'
import { ApiError } from '../../../api/errors.ts'
import type { CheckedInput } from '../../../api/index.ts'
import type {
  firing as firingShape,
  trigger as triggerShape
} from '../../../api/operations/triggers.ts'
import type { JsonObject } from '../../../asl/json.ts'
import { parseQualifiedArn } from '../../arns.ts'
import type { Clock } from '../../clock.ts'
import type { Host } from '../../host/host.ts'
import type { Ids } from '../../ids.ts'
import type { Store } from '../../store/open.ts'
import { findExecutionById } from '../../store/queries/executions.ts'
import type { Firing } from '../../store/queries/firings.ts'
import * as firingRows from '../../store/queries/firings.ts'
import type { TriggerDraft, TriggerRecord } from '../../store/queries/triggers.ts'
import { listTriggers } from '../../store/queries/triggers.ts'
import type { ReadDb } from '../../store/transaction.ts'
import { reader } from '../../store/transaction.ts'
import { rehearse } from '../../triggers/rehearse.ts'
import type { TriggerServices } from '../../triggers/services.ts'
import type { Handlers } from '../handler.ts'
import { cutPage, isNumberKey, isTextKey, pageSize, pageStart } from '../paging.ts'
import { toSeconds } from './wire.ts'

type Names =
  | 'CreateTrigger'
  | 'UpdateTrigger'
  | 'SetTriggerState'
  | 'DeleteTrigger'
  | 'GetTrigger'
  | 'ListTriggers'
  | 'ListFirings'
  | 'TestTrigger'
  | 'FireTrigger'
  | 'DescribeConditions'

export interface TriggerHandlerServices {
  store: Store
  host: Host
  clock: Clock
  ids: Ids
  triggerServices: TriggerServices
}

export function triggerHandlers(services: TriggerHandlerServices): Pick<Handlers, Names> {
  const { store, host, triggerServices } = services
  const { triggers, conditions } = triggerServices
  const db = reader(store)
  const shown = (found: TriggerRecord) => ({ trigger: toTrigger(db, found, triggerServices) })
  return {
    CreateTrigger: async ({ secret, ...input }) => {
      const made = await host.enqueue((write) => triggers.create(write, toDraft(input), secret))
      return {
        ...shown(made.trigger),
        ...(made.madeSecret === undefined ? {} : { secret: made.madeSecret })
      }
    },
    UpdateTrigger: async ({ secret, ...input }) =>
      shown(await host.enqueue((write) => triggers.update(write, toDraft(input), secret))),
    SetTriggerState: async ({ name, state }) =>
      shown(await host.enqueue((write) => triggers.setEnabled(write, name, state === 'ENABLED'))),
    DeleteTrigger: async ({ name }) => {
      await host.enqueue((write) => triggers.remove(write, name))
      return {}
    },
    GetTrigger: ({ name }) => shown(triggers.find(db, name)),
    ListTriggers: (input) => listPage(db, input, triggerServices),
    ListFirings: (input) => firingPage(db, input, triggerServices),
    TestTrigger: (input, { signal }) =>
      rehearse(
        { db, ...services, ...triggerServices },
        {
          ...(input.name === undefined ? {} : { stored: triggers.find(db, input.name) }),
          ...(input.draft === undefined ? {} : { draft: toDraft({ name: '-', ...input.draft }) }),
          ...(input.event === undefined ? {} : { event: eventOf(input.event) }),
          ...{ limit: input.maxResults ?? 10, signal }
        }
      ),
    FireTrigger: async (input) => ({
      firing: toFiring(db, await host.enqueue((write) => fire(write, input, services)))
    }),
    DescribeConditions: () => conditions.facts()
  }
}

function toDraft(input: Omit<CheckedInput<'UpdateTrigger'>, 'secret'>): TriggerDraft {
  const { name, description, state, stateMachineArn, input: mapping, conditions, settings } = input
  return {
    ...{ name, stateMachineArn, settings, isEnabled: state !== 'DISABLED' },
    ...(description === undefined ? {} : { description }),
    ...(mapping === undefined ? {} : { input: mapping }),
    ...(conditions === undefined ? {} : { conditions })
  }
}

function toTrigger(
  db: ReadDb,
  found: TriggerRecord,
  { watchers, url }: TriggerServices
): z.output<typeof triggerShape> {
  const { id, isEnabled, description, input, conditions } = found
  const { since, ...health } = watchers.healthOf(found)
  const lastFiredAt = firingRows.lastFiredAt(db, id)
  return {
    ...{ name: found.name, kind: found.settings.kind, state: isEnabled ? 'ENABLED' : 'DISABLED' },
    ...(description === undefined ? {} : { description }),
    ...{ stateMachineArn: found.stateMachineArn, settings: found.settings },
    ...(input === undefined ? {} : { input }),
    ...(conditions === undefined ? {} : { conditions }),
    health: { ...health, since: toSeconds(since) },
    ...(lastFiredAt === undefined ? {} : { lastFiredDate: toSeconds(lastFiredAt) }),
    firingCounts: firingRows.firingCounts(db, id),
    ...hookMembers(found, url),
    creationDate: toSeconds(found.createdAt),
    lastModificationDate: toSeconds(found.modifiedAt)
  }
}

/** Of a webhook: where it is called. */
function hookMembers({ name, settings, sealedSecret }: TriggerRecord, url: () => string) {
  if (settings.kind !== 'WEBHOOK') return {}
  return { url: `${url()}/hooks/${name}`, isSecretSet: sealedSecret !== undefined }
}

function toFiring(db: ReadDb, found: Firing): z.output<typeof firingShape> {
  const execution =
    found.executionId === undefined ? undefined : findExecutionById(db, found.executionId)
  return {
    firingId: String(found.id),
    ...{ title: found.title, identity: found.identity, status: found.status },
    firedDate: toSeconds(found.firedAt),
    ...(found.status === 'STARTED' && found.executionArn !== ''
      ? { executionArn: found.executionArn }
      : {}),
    ...(execution ? { executionStatus: execution.status } : {}),
    ...(found.reason === undefined ? {} : { reason: found.reason }),
    event: found.event
  }
}

function listPage(db: ReadDb, input: CheckedInput<'ListTriggers'>, services: TriggerServices) {
  const { stateMachineArn: arn, ...page } = input
  const list = `triggers of ${arn ?? 'all'}`
  const size = pageSize(page)
  const start = pageStart(list, page, isTextKey)
  const name = arn === undefined ? undefined : parseQualifiedArn(arn).name
  const found = listTriggers(db, { afterName: start?.[0] ?? '' })
    .filter((one) => name === undefined || parseQualifiedArn(one.stateMachineArn).name === name)
    .slice(0, size + 1)
  const { page: shown, ...next } = cutPage(list, found, size, (one) => [one.name])
  return { triggers: shown.map((one) => toTrigger(db, one, services)), ...next }
}

function firingPage(
  db: ReadDb,
  { name, status, ...page }: CheckedInput<'ListFirings'>,
  { triggers }: TriggerServices
) {
  const { id } = triggers.find(db, name)
  const list = `firings of ${name} ${status ?? ''}`
  const size = pageSize(page)
  const start = pageStart(list, page, isNumberKey)
  const found = firingRows.listFirings(db, id, {
    ...(status === undefined ? {} : { status }),
    ...(start ? { beforeId: start[0] } : {}),
    limit: size + 1
  })
  const { page: shown, ...next } = cutPage(list, found, size, (one) => [one.id])
  return { firings: shown.map((one) => toFiring(db, one)), ...next }
}

function eventOf(text: string): JsonObject {
  try {
    const event: unknown = JSON.parse(text)
    if (typeof event === 'object' && event !== null && !Array.isArray(event)) {
      return event as JsonObject
    }
  } catch {
    // Said below.
  }
  throw new ApiError('ValidationException', 'Expected the event to be the text of a JSON object.')
}

function fire(
  write: Parameters<TriggerServices['firings']['fire']>[0],
  { name, firingId, event }: CheckedInput<'FireTrigger'>,
  { ids, triggerServices: { triggers, firings } }: TriggerHandlerServices
): Firing {
  const trigger = triggers.find(write, name)
  if (firingId === undefined) {
    const byHand = {
      ...{ identity: `by hand\n${ids.uuid()}`, title: 'by hand' },
      event: event === undefined ? {} : eventOf(event)
    }
    const noted = firings.note(write, trigger, byHand)
    if (!noted) throw new Error('A random identity was there already')
    return firings.start(write, trigger, noted, true)
  }
  const found = firingRows.findFiring(write, Number(firingId))
  if (found?.triggerId !== trigger.id) {
    throw new ApiError('FiringDoesNotExist', `The trigger '${name}' has no firing ${firingId}.`)
  }
  return found.status === 'STARTED' ? found : firings.start(write, trigger, found, true)
}
