import type { Presence } from '../presence/presence.ts'
import type { Absence } from '../store/queries/absences.ts'
import { returnsSince } from '../store/queries/absences.ts'
import { inTransaction, reader } from '../store/transaction.ts'
import type { TriggerEvent } from './firing.ts'
import type { Kind } from './watcher.ts'

/** Each start of the engine; not the one in which it was made or changed. */
export function appStartKind(engineStartedAt: number): Kind<'APP_START'> {
  const startedAt = new Date(engineStartedAt).toISOString()
  return {
    check: () => undefined,
    watch: (trigger, { store, firings, noted, setHealth }) => {
      setHealth({ status: 'OK' })
      if (trigger.modifiedAt < engineStartedAt) {
        // Its row is there before the engine says that it listens: a crash that comes then loses none.
        inTransaction(store, (write) =>
          firings.note(write, trigger, {
            identity: `start\n${startedAt}`,
            title: 'start of Signalbox',
            event: { kind: 'APP_START', startedAt }
          })
        )
        noted()
      }
      return { stop: () => undefined }
    },
    rehearse: () => ({
      events: [
        {
          ...{ identity: 'start', title: 'start of Signalbox' },
          event: { kind: 'APP_START', startedAt }
        }
      ],
      hasMore: false
    })
  }
}

/** Each time the computer has woken. */
export function wakeKind(presence: Pick<Presence, 'onReturn'>): Kind<'WAKE'> {
  return {
    check: () => undefined,
    watch: (trigger, { store, host, firings, setHealth, log }) => {
      setHealth({ status: 'OK' })
      const { sleptMinutes = 0 } = trigger.settings
      const fire = (absences: readonly Absence[]): void => {
        const events = absences
          .filter(({ kind, from, to }) => kind === 'ASLEEP' && to - from >= sleptMinutes * 60_000)
          .map(wakeEvent)
        if (events.length === 0) return
        host
          .persist((write) => {
            for (const event of events) firings.fire(write, trigger, event)
          })
          .catch((error: unknown) => log.warn('A wake was not told', { error: String(error) }))
      }
      // The absence is a row before anybody is told of it: what a crash has cut off is told now.
      fire(returnsSince(reader(store), trigger.modifiedAt))
      return { stop: presence.onReturn((absence) => fire([absence])) }
    },
    rehearse: () => {
      const event = { kind: 'WAKE', sleptMinutes: 90, sleptFrom: '', wokeAt: '' }
      return { events: [{ identity: 'wake', title: 'a sleep', event }], hasMore: false }
    }
  }
}

function wakeEvent({ from, to }: Absence): TriggerEvent {
  const event = {
    ...{ kind: 'WAKE', sleptMinutes: Math.round((to - from) / 60_000) },
    sleptFrom: new Date(from).toISOString(),
    wokeAt: new Date(to).toISOString()
  }
  const title = `sleep of ${String(event.sleptMinutes)} minutes`
  return { identity: `wake\n${event.sleptFrom}`, title, event }
}
