import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { TriggerRecord } from '../store/queries/triggers.ts'
import type { Health, Kind, Kinds, Watcher, WatcherParts } from './watcher.ts'

/** The watchers of all enabled triggers, and how they are. */
export interface Watchers {
  /** Watches anew as the trigger is now; one that is disabled is watched no more. */
  renew: (trigger: TriggerRecord) => void
  /** It is gone. */
  drop: (triggerId: number) => void
  healthOf: (trigger: TriggerRecord) => (Health | { status: 'DISABLED' }) & { since: number }
  stop: () => Promise<void>
}

export interface WatchersOptions extends Omit<WatcherParts, 'setHealth'> {
  kinds: Kinds
  clock: Clock
  log: Log
  /** A trigger's health has changed. */
  tell: (name: string) => void
}

interface Watched {
  watcher: Watcher | undefined
  health: Health
  since: number
  modifiedAt: number
}

export function createWatchers(options: WatchersOptions): Watchers {
  const { clock, log } = options
  const watched = new Map<number, Watched>()
  /** One after another: two watchers of one trigger must not fire at the same time. */
  let work: Promise<void> = Promise.resolve()
  let isStopped = false
  const inOrder = (step: () => void | Promise<void>): void => {
    work = work.then(step).catch((error: unknown) => {
      log.error('A trigger failed to begin or end', { error: String(error) })
    })
  }
  const end = async (id: number): Promise<void> => {
    const before = watched.get(id)
    watched.delete(id)
    await before?.watcher?.stop()
  }
  const begin = (trigger: TriggerRecord): void => {
    if (isStopped || !trigger.isEnabled) return
    const own: Watched = {
      ...{ watcher: undefined, health: { status: 'STARTING' } },
      ...{ since: clock.now(), modifiedAt: trigger.modifiedAt }
    }
    watched.set(trigger.id, own)
    const setHealth = (health: Health): void => {
      if (watched.get(trigger.id) !== own || isSame(own.health, health)) return
      own.health = health
      own.since = clock.now()
      if (health.status === 'ERROR') {
        log.warn('A trigger cannot watch', { trigger: trigger.name, reason: health.message })
      }
      options.tell(trigger.name)
    }
    // The table pairs each kind with its settings; the compiler cannot follow that through a union.
    const kind = options.kinds[trigger.settings.kind] as Kind<typeof trigger.settings.kind>
    own.watcher = kind.watch(trigger, { ...options, setHealth })
  }
  return {
    renew: (trigger) =>
      inOrder(async () => {
        await end(trigger.id)
        begin(trigger)
      }),
    drop: (triggerId) => inOrder(() => end(triggerId)),
    healthOf: ({ id, isEnabled, modifiedAt }) => {
      if (!isEnabled) return { status: 'DISABLED', since: modifiedAt }
      const own = watched.get(id)
      return own ? { ...own.health, since: own.since } : { status: 'STARTING', since: modifiedAt }
    },
    stop: async () => {
      isStopped = true
      await work
      await Promise.all([...watched.keys()].map(end))
    }
  }
}

function isSame(before: Health, after: Health): boolean {
  return JSON.stringify(before) === JSON.stringify(after)
}
