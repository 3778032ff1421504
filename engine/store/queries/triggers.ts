import type { z } from 'zod'
import type { conditions } from '../../../api/operations/conditions.ts'
import type { triggerSettings } from '../../../api/operations/trigger-settings.ts'
import type { ReadDb, WriteDb } from '../transaction.ts'

export type TriggerSettings = z.output<typeof triggerSettings>
export type TriggerKind = TriggerSettings['kind']
/** The settings of one kind. */
export type SettingsOf<K extends TriggerKind> = Extract<TriggerSettings, { kind: K }>
export type WantedConditions = z.output<typeof conditions>

/** What a user chooses of a trigger. */
export interface TriggerDraft {
  name: string
  description?: string
  isEnabled: boolean
  stateMachineArn: string
  /** JSON text with expressions; absent: the event itself. */
  input?: string
  conditions?: WantedConditions
  settings: TriggerSettings
}

export interface TriggerRecord extends TriggerDraft {
  id: number
  sealedSecret?: string
  /** JSON text, of the kind's own. */
  cursor?: string
  /** Milliseconds since the epoch, as all times here. */
  createdAt: number
  modifiedAt: number
}

interface Row {
  id: number
  name: string
  description: string | null
  is_enabled: number
  state_machine_arn: string
  input: string | null
  conditions: string | null
  settings: string
  sealed_secret: string | null
  cursor: string | null
  created_at: number
  modified_at: number
}

function toTrigger(row: Row): TriggerRecord {
  return {
    id: row.id,
    name: row.name,
    isEnabled: row.is_enabled === 1,
    stateMachineArn: row.state_machine_arn,
    settings: JSON.parse(row.settings) as TriggerSettings,
    createdAt: row.created_at,
    modifiedAt: row.modified_at,
    ...(row.description === null ? {} : { description: row.description }),
    ...(row.input === null ? {} : { input: row.input }),
    ...(row.conditions === null
      ? {}
      : { conditions: JSON.parse(row.conditions) as WantedConditions }),
    ...(row.sealed_secret === null ? {} : { sealedSecret: row.sealed_secret }),
    ...(row.cursor === null ? {} : { cursor: row.cursor })
  }
}

export function findTrigger(db: ReadDb, name: string): TriggerRecord | undefined {
  const row = db.sql('SELECT * FROM start_trigger WHERE name = ?').get(name)
  return row ? toTrigger(row as Row) : undefined
}

export function findTriggerById(db: ReadDb, id: number): TriggerRecord | undefined {
  const row = db.sql('SELECT * FROM start_trigger WHERE id = ?').get(id)
  return row ? toTrigger(row as Row) : undefined
}

/** By name, those after `afterName`. */
export function listTriggers(
  db: ReadDb,
  { afterName = '', limit = -1 }: { afterName?: string; limit?: number } = {}
): TriggerRecord[] {
  const rows = db
    .sql('SELECT * FROM start_trigger WHERE name > ? ORDER BY name LIMIT ?')
    .all(afterName, limit)
  return rows.map((row) => toTrigger(row as Row))
}

type TriggerRow = TriggerDraft & Pick<TriggerRecord, 'modifiedAt' | 'sealedSecret'>

function valuesOf(trigger: TriggerRow) {
  return {
    name: trigger.name,
    kind: trigger.settings.kind,
    description: trigger.description ?? null,
    isEnabled: trigger.isEnabled ? 1 : 0,
    stateMachineArn: trigger.stateMachineArn,
    input: trigger.input ?? null,
    conditions: trigger.conditions ? JSON.stringify(trigger.conditions) : null,
    settings: JSON.stringify(trigger.settings),
    sealedSecret: trigger.sealedSecret ?? null,
    modifiedAt: trigger.modifiedAt
  }
}

export function insertTrigger(write: WriteDb, trigger: TriggerRow): void {
  write
    .sql(
      `INSERT INTO start_trigger (name, kind, description, is_enabled, state_machine_arn, input,
         conditions, settings, sealed_secret, created_at, modified_at)
       VALUES (@name, @kind, @description, @isEnabled, @stateMachineArn, @input, @conditions,
         @settings, @sealedSecret, @modifiedAt, @modifiedAt)`
    )
    .run(valuesOf(trigger))
}

export function updateTrigger(write: WriteDb, trigger: TriggerRow): void {
  write
    .sql(
      `UPDATE start_trigger SET kind = @kind, description = @description, is_enabled = @isEnabled,
         state_machine_arn = @stateMachineArn, input = @input, conditions = @conditions,
         settings = @settings, sealed_secret = @sealedSecret, modified_at = @modifiedAt
       WHERE name = @name`
    )
    .run(valuesOf(trigger))
}

/** With its firings and what it knows of files. */
export function deleteTrigger(write: WriteDb, id: number): void {
  for (const table of ['firing', 'firing_count', 'fired_identity', 'watched_file']) {
    write.sql(`DELETE FROM ${table} WHERE trigger_id = ?`).run(id)
  }
  write.sql('DELETE FROM start_trigger WHERE id = ?').run(id)
}

export function setCursor(write: WriteDb, id: number, cursor: string): void {
  write.sql('UPDATE start_trigger SET cursor = ? WHERE id = ?').run(cursor, id)
}
