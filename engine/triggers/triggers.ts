import { ApiError } from '../../api/errors.ts'
import { parseQualifiedArn } from '../arns.ts'
import type { Clock } from '../clock.ts'
import type { Ids } from '../ids.ts'
import { findTarget } from '../machines/find.ts'
import type { Vault } from '../secrets/vault.ts'
import type { TriggerDraft, TriggerRecord, TriggerSettings } from '../store/queries/triggers.ts'
import * as rows from '../store/queries/triggers.ts'
import type { ReadDb, WriteDb } from '../store/transaction.ts'
import type { Mappings } from './mapping.ts'
import type { Kind, Kinds } from './watcher.ts'

/** What may be done with triggers. All throw ApiError. */
export interface Triggers {
  /**
   * Answers the secret where it was made. Throws TriggerAlreadyExists, StateMachineDoesNotExist,
   * InvalidArn, ValidationException.
   */
  create: (
    write: WriteDb,
    draft: TriggerDraft,
    secret?: string
  ) => { trigger: TriggerRecord; madeSecret?: string }
  /** Replaces all settings. Throws as `create`, with TriggerDoesNotExist. */
  update: (write: WriteDb, draft: TriggerDraft, secret?: string) => TriggerRecord
  setEnabled: (write: WriteDb, name: string, isEnabled: boolean) => TriggerRecord
  remove: (write: WriteDb, name: string) => void
  /** Throws TriggerDoesNotExist. */
  find: (db: ReadDb, name: string) => TriggerRecord
  /** Throws ApiError as `create`. */
  check: (db: ReadDb, draft: Omit<TriggerDraft, 'name'>) => void
  /** Disables the triggers of a state machine that is deleted. */
  disableThoseOf: (write: WriteDb, stateMachineName: string) => void
  /** Undefined where there is none. Throws VaultError. */
  secretOf: (trigger: TriggerRecord) => string | undefined
}

export interface TriggersOptions {
  clock: Clock
  ids: Ids
  vault: Vault
  kinds: Kinds
  mappings: Mappings
  /** After the commit: the trigger is new, other than before, or gone. */
  changed: (trigger: TriggerRecord, isGone: boolean) => void
}

export function createTriggers(options: TriggersOptions): Triggers {
  const { vault } = options
  const check: Triggers['check'] = (db, draft) => checkDraft(db, draft, options)
  const update: Triggers['update'] = (...change) => replace(options, ...change)
  return {
    ...{ find, check, update },
    create: (...made) => create(options, ...made),
    setEnabled: (write, name, isEnabled) =>
      update(write, { ...draftOf(find(write, name)), isEnabled }),
    remove: (write, name) => {
      const trigger = find(write, name)
      rows.deleteTrigger(write, trigger.id)
      changed(write, trigger, options, true)
    },
    disableThoseOf: (write, stateMachineName) => {
      for (const trigger of rows.listTriggers(write)) {
        const { name } = parseQualifiedArn(trigger.stateMachineArn)
        if (name !== stateMachineName || !trigger.isEnabled) continue
        const description = `Disabled, as its state machine ${stateMachineName} was deleted.`
        const modifiedAt = options.clock.now()
        rows.updateTrigger(write, { ...trigger, description, isEnabled: false, modifiedAt })
        changed(write, find(write, trigger.name), options)
      }
    },
    secretOf: ({ sealedSecret, name }) =>
      sealedSecret === undefined ? undefined : vault.open(sealedSecret, purposeOf(name))
  }
}

function find(db: ReadDb, name: string): TriggerRecord {
  const found = rows.findTrigger(db, name)
  if (found) return found
  throw new ApiError('TriggerDoesNotExist', `There is no trigger '${name}'.`)
}

function changed(
  write: WriteDb,
  trigger: TriggerRecord,
  options: TriggersOptions,
  isGone = false
): TriggerRecord {
  write.notify({ type: 'trigger', name: trigger.name })
  write.afterCommit(() => options.changed(trigger, isGone))
  return trigger
}

function create(
  options: TriggersOptions,
  write: WriteDb,
  draft: TriggerDraft,
  secret: string | undefined
): { trigger: TriggerRecord; madeSecret?: string } {
  const { clock, ids, vault } = options
  if (rows.findTrigger(write, draft.name)) {
    throw new ApiError('TriggerAlreadyExists', `There is a trigger '${draft.name}' already.`)
  }
  checkDraft(write, draft, options)
  const isMade = secret === undefined && needsSecret(draft.settings)
  const kept = isMade ? ids.secret() : secret
  const sealed = kept === undefined ? undefined : vault.seal(kept, purposeOf(draft.name))
  rows.insertTrigger(write, {
    ...{ ...draft, modifiedAt: clock.now() },
    ...(sealed === undefined ? {} : { sealedSecret: sealed })
  })
  const trigger = changed(write, find(write, draft.name), options)
  return { trigger, ...(isMade && kept !== undefined ? { madeSecret: kept } : {}) }
}

function replace(
  options: TriggersOptions,
  write: WriteDb,
  draft: TriggerDraft,
  secret?: string
): TriggerRecord {
  const before = find(write, draft.name)
  if (before.settings.kind !== draft.settings.kind) {
    throw invalid(`Expected the kind ${before.settings.kind}: a trigger keeps its kind.`)
  }
  checkDraft(write, draft, options)
  const sealed =
    secret === undefined ? before.sealedSecret : options.vault.seal(secret, purposeOf(draft.name))
  if (needsSecret(draft.settings) && sealed === undefined) {
    throw invalid('Expected a secret: this way to authenticate needs one, and there is none yet.')
  }
  rows.updateTrigger(write, {
    ...{ ...draft, modifiedAt: options.clock.now() },
    ...(sealed === undefined ? {} : { sealedSecret: sealed })
  })
  return changed(write, find(write, draft.name), options)
}

function purposeOf(name: string): string {
  return `trigger ${name}`
}

function draftOf(trigger: TriggerRecord): TriggerDraft {
  const { id: _id, sealedSecret: _secret, cursor: _cursor, ...draft } = trigger
  return draft
}

/** Whether callers show a secret. */
function needsSecret(settings: TriggerSettings): boolean {
  return settings.kind === 'WEBHOOK' && settings.authentication?.type !== 'NONE'
}

function invalid(message: string): ApiError {
  return new ApiError('ValidationException', message)
}

function checkDraft(
  db: ReadDb,
  { stateMachineArn, input, settings }: Omit<TriggerDraft, 'name'>,
  { mappings, kinds }: TriggersOptions
): void {
  findTarget(db, stateMachineArn)
  if (input !== undefined) mappings.check(input)
  // The table pairs each kind with its settings; the compiler cannot follow that through a union.
  const kind = kinds[settings.kind] as Kind<typeof settings.kind>
  kind.check(settings)
}
