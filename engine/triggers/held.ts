import type { Conditions } from '../conditions/conditions.ts'
import type { HostControl } from '../host/host.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/open.ts'
import * as rows from '../store/queries/firings.ts'
import { findTriggerById } from '../store/queries/triggers.ts'
import { reader } from '../store/transaction.ts'
import type { Firings } from './firing.ts'

/** Starts what is stored and has not started: noted for later, or held back by conditions. */
export interface HeldFirings {
  start: () => void
  /** There may be some that can start now. */
  check: () => void
  stop: () => void
}

export interface HeldOptions {
  store: Store
  host: HostControl
  log: Log
  firings: Firings
  conditions: Conditions
}

/** So many start in one transaction, then others get their turn. */
const PORTION = 50

export function createHeldFirings(options: HeldOptions): HeldFirings {
  const { store, log, conditions } = options
  const db = reader(store)
  let isStarted = false
  let isBusy = false
  let isAskedAgain = false
  let forget: (() => void) | undefined
  const check = (): void => {
    if (!isStarted) return
    if (isBusy) {
      isAskedAgain = true
      return
    }
    isBusy = true
    void (async () => {
      try {
        for (const status of ['WAITING', 'HELD'] as const) await startAll(status, options)
        const isHeld = rows.openFirings(db, 'HELD', { limit: 1 }).length > 0
        // Nobody looks at the computer's state for nothing.
        if (isHeld) forget ??= conditions.onChange(check)
        else {
          forget?.()
          forget = undefined
        }
      } catch (error) {
        log.error('Firings that wait could not be started', { error: String(error) })
      }
      isBusy = false
      if (isAskedAgain) {
        isAskedAgain = false
        check()
      }
    })()
  }
  return {
    check,
    start: () => {
      isStarted = true
      check()
    },
    stop: () => {
      isStarted = false
      forget?.()
    }
  }
}

/** One after another by id; those that stay held are passed. */
async function startAll(
  status: 'WAITING' | 'HELD',
  { store, host, firings }: HeldOptions
): Promise<void> {
  const db = reader(store)
  let afterId = 0
  for (;;) {
    const page = rows.openFirings(db, status, { afterId, limit: PORTION })
    const last = page.at(-1)
    if (!last) return
    afterId = last.id
    await host.persist((write) => {
      for (const { id } of page) {
        const firing = rows.findFiring(write, id)
        const trigger = firing && findTriggerById(write, firing.triggerId)
        if (firing?.status === status && trigger?.isEnabled) firings.start(write, trigger, firing)
      }
    })
  }
}
