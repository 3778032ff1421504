import type { Presence } from '../presence/presence.ts'
import type { Kind } from './watcher.ts'

/** Each start of the engine; not the one in which it was made or changed. */
export function appStartKind(engineStartedAt: number): Kind<'APP_START'> {
  return {
    check: () => undefined,
    watch: (trigger, { host, firings, setHealth, log }) => {
      setHealth({ status: 'OK' })
      if (trigger.modifiedAt < engineStartedAt) {
        const startedAt = new Date(engineStartedAt).toISOString()
        host
          .persist((write) =>
            firings.fire(write, trigger, {
              identity: `start\n${startedAt}`,
              title: 'start of Signalbox',
              event: { kind: 'APP_START', startedAt }
            })
          )
          .catch((error: unknown) => log.warn('A start was not told', { error: String(error) }))
      }
      return { stop: () => undefined }
    },
    rehearse: () => {
      const event = { kind: 'APP_START', startedAt: new Date(engineStartedAt).toISOString() }
      return {
        events: [{ identity: 'start', title: 'start of Signalbox', event }],
        hasMore: false
      }
    }
  }
}

/** Each time the computer has woken. */
export function wakeKind(presence: Pick<Presence, 'onReturn'>): Kind<'WAKE'> {
  return {
    check: () => undefined,
    watch: (trigger, { host, firings, setHealth, log }) => {
      setHealth({ status: 'OK' })
      const { sleptMinutes = 0 } = trigger.settings
      const stop = presence.onReturn(({ kind, from, to }) => {
        if (kind !== 'ASLEEP' || to - from < sleptMinutes * 60_000) return
        const event = {
          ...{ kind: 'WAKE', sleptMinutes: Math.round((to - from) / 60_000) },
          sleptFrom: new Date(from).toISOString(),
          wokeAt: new Date(to).toISOString()
        }
        const title = `sleep of ${String(event.sleptMinutes)} minutes`
        host
          .persist((write) =>
            firings.fire(write, trigger, { identity: `wake\n${event.sleptFrom}`, title, event })
          )
          .catch((error: unknown) => log.warn('A wake was not told', { error: String(error) }))
      })
      return { stop }
    },
    rehearse: () => {
      const event = { kind: 'WAKE', sleptMinutes: 90, sleptFrom: '', wokeAt: '' }
      return { events: [{ identity: 'wake', title: 'a sleep', event }], hasMore: false }
    }
  }
}
