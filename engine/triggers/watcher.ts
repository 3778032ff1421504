import type { Clock } from '../clock.ts'
import type { HostControl } from '../host/host.ts'
import type { Ids } from '../ids.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/open.ts'
import type { SettingsOf, TriggerKind, TriggerRecord } from '../store/queries/triggers.ts'
import type { Firings, TriggerEvent } from './firing.ts'

/** Whether a trigger does its work. */
export type Health =
  | { status: 'OK'; message?: string }
  | { status: 'STARTING' }
  /** In plain words: what is wrong, and what helps. */
  | { status: 'ERROR'; message: string }

/** A trigger of one kind. */
export type TriggerOf<K extends TriggerKind> = TriggerRecord & { settings: SettingsOf<K> }

export interface WatcherParts {
  store: Store
  host: HostControl
  clock: Clock
  ids: Ids
  log: Log
  firings: Firings
  /** Firings were noted: those that may start do. */
  noted: () => void
  /** Tells of each change; before the first it is STARTING. */
  setHealth: (health: Health) => void
}

/** One that watches for a trigger while it is enabled. */
export interface Watcher {
  /** Ends in order: nothing is fired after it. */
  stop: () => void | Promise<void>
}

/** What a trigger would fire for now, and starts nothing. */
export interface Rehearsal {
  events: TriggerEvent[]
  hasMore: boolean
  /** What keeps it from looking. */
  problem?: string
}

/** What the engine knows of a kind of trigger. */
export interface Kind<K extends TriggerKind> {
  /** Throws ApiError ValidationException where settings are of no use. */
  check: (settings: SettingsOf<K>) => void
  watch: (trigger: TriggerOf<K>, parts: WatcherParts) => Watcher
  rehearse: (
    settings: SettingsOf<K>,
    options: { limit: number; trigger?: TriggerOf<K>; signal: AbortSignal }
  ) => Rehearsal | Promise<Rehearsal>
}

export type Kinds = { [K in TriggerKind]: Kind<K> }
