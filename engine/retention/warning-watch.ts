import type { EngineEvent } from '../../api/events.ts'
import type { Clock } from '../clock.ts'
import type { Log } from '../log.ts'
import type { Warning } from './budget.ts'

/** Tells of warnings about space as they come and go. */
export interface WarningWatch {
  /** Looks once. */
  look: () => void
  start: () => void
  stop: () => void
}

const LOOK_MILLISECONDS = 10_000

/** Whoever asks how the engine is reads them anyway; this is for those who listen, and for the log. */
export function createWarningWatch(
  { clock, log, tell }: { clock: Clock; log: Log; tell: (event: EngineEvent) => void },
  warnings: () => readonly Warning[]
): WarningWatch {
  let told = new Set<Warning['kind']>()
  let cancel: (() => void) | undefined
  const look = (): void => {
    const found = warnings()
    const kinds = new Set(found.map(({ kind }) => kind))
    for (const { kind, text } of found) if (!told.has(kind)) log.warn(text)
    const hasChanged = kinds.size !== told.size || [...kinds].some((kind) => !told.has(kind))
    told = kinds
    // Sizes in their sentences change all the time: that is no news.
    if (hasChanged) tell({ type: 'storage', warnings: [...kinds] })
  }
  const again = (): void => {
    cancel = clock.after(LOOK_MILLISECONDS, () => {
      try {
        look()
      } catch (error) {
        log.warn('The space that is left is not known', { error: String(error) })
      }
      again()
    })
  }
  return { look, start: again, stop: () => cancel?.() }
}
