import type { EngineEvent } from '../../api/events.ts'
import type { ComputerConditions, ShellFacts } from '../conditions/computer.ts'
import type { CoreParts } from '../core.ts'
import type { Door } from '../http/exchange.ts'
import type { OpenObjects } from '../map-runs/objects.ts'
import type { Vault } from '../secrets/vault.ts'
import { listTriggers } from '../store/queries/triggers.ts'
import type { ReadDb } from '../store/transaction.ts'
import { reader } from '../store/transaction.ts'
import type { Endings } from './endings.ts'
import { createEndings, executionEndedKind } from './endings.ts'
import type { Firings } from './firing.ts'
import { createFirings } from './firing.ts'
import { folderKind } from './folder/folder.ts'
import { createHeldFirings } from './held.ts'
import { createMappings } from './mapping.ts'
import type { Mappings } from './mapping.ts'
import { mailKind } from './mail/mail.ts'
import type { OpenMailbox } from './mail/open-mailbox.ts'
import type { Presence } from '../presence/presence.ts'
import { s3ObjectsKind } from './s3/objects.ts'
import { appStartKind, wakeKind } from './starts.ts'
import type { Triggers } from './triggers.ts'
import { createTriggers } from './triggers.ts'
import type { Kinds } from './watcher.ts'
import { createWatchers } from './watchers.ts'
import { createBodySchemas } from './webhook/body.ts'
import { createCalls } from './webhook/calls.ts'
import { createHookDoor } from './webhook/door.ts'
import { createRateLimits } from './webhook/rate-limit.ts'
import { webhookKind } from './webhook/webhook.ts'
import type { Watchers } from './watchers.ts'
import type { Conditions } from '../conditions/conditions.ts'

/** All about triggers, composed. */
export interface TriggerServices {
  triggers: Triggers
  firings: Firings
  mappings: Mappings
  watchers: Watchers
  kinds: Kinds
  conditions: Conditions
  url: () => string
  /** What only the desktop app can know of the computer, for conditions. */
  tellFacts: (facts: ShellFacts) => void
  /** `/hooks/…`. */
  hooks: Door
  /** Inside the transaction that ends an execution. */
  executionEnded: Endings['executionEnded']
  /** Begins to watch, and starts what is stored. Call it after the core has started. */
  start: () => void
  /** Nothing is fired after it. */
  stop: () => Promise<void>
}

export interface TriggerServicesOptions {
  vault: Vault
  presence: Presence
  conditions: ComputerConditions
  tell: (event: EngineEvent) => void
  openObjects: OpenObjects
  openMailbox: OpenMailbox
  /** The engine's own token, and its address. */
  token: string
  url: () => string
}

export function createTriggerServices(
  parts: CoreParts,
  options: TriggerServicesOptions
): TriggerServices {
  const { store, clock } = parts
  const { vault, presence, conditions, tell, token } = options
  const schemas = createBodySchemas()
  const mappings = createMappings()
  const firings = createFirings({ ...parts, mappings, conditions })
  const kinds: Kinds = {
    FOLDER: folderKind,
    S3_OBJECTS: s3ObjectsKind(options.openObjects),
    MAIL: mailKind(options.openMailbox),
    WEBHOOK: webhookKind(schemas),
    WAKE: wakeKind(presence),
    EXECUTION_ENDED: executionEndedKind,
    APP_START: appStartKind(clock.now())
  }
  const held = createHeldFirings({ ...parts, firings, conditions })
  const endings = createEndings({ ...parts, firings, noted: () => held.check() })
  const watchers = createWatchers({
    ...{ ...parts, firings, kinds },
    noted: () => held.check(),
    tell: (name) => tell({ type: 'trigger', name })
  })
  let isStarted = false
  const triggers = createTriggers({
    ...{ ...parts, vault, kinds, mappings },
    changed: (trigger, isGone) => {
      endings.changed()
      if (!isStarted) return
      conditions.careForNetwork('triggers', isNetworkWanted(reader(store)))
      if (isGone) watchers.drop(trigger.id)
      else watchers.renew(trigger)
      held.check()
    }
  })
  const calls = createCalls({ ...parts, firings, mappings, token, untilEnded: endings.untilEnded })
  const limits = createRateLimits(clock)
  return {
    ...{ url: options.url, tellFacts: conditions.tellFacts },
    hooks: createHookDoor({ ...parts, ...options, triggers, calls, limits, schemas }),
    ...{ triggers, firings, mappings, watchers, kinds, conditions },
    executionEnded: endings.executionEnded,
    start: () => {
      isStarted = true
      conditions.careForNetwork('triggers', isNetworkWanted(reader(store)))
      for (const trigger of listTriggers(reader(store))) watchers.renew(trigger)
      endings.start()
      held.start()
    },
    stop: async () => {
      isStarted = false
      held.stop()
      await watchers.stop()
      await endings.stop()
    }
  }
}

function isNetworkWanted(db: ReadDb): boolean {
  return listTriggers(db).some((one) => one.conditions?.notOnMeteredNetwork === true)
}
