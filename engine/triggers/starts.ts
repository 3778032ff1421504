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
