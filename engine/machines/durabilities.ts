/** How durable each state machine's executions are: its own setting, else the engine's. */
import { stateMachineArn } from '../arns.ts'
import type { Clock } from '../clock.ts'
import type { Durability } from '../store/log-sync.ts'
import type { Store } from '../store/open.ts'
import { noteFailure } from '../store/transaction.ts'
import { ownDurabilities } from '../store/queries/state-machines.ts'
import { reader } from '../store/transaction.ts'

export interface Durabilities {
  /** Of the state machine of an ARN, also of a map run's hidden one (`…:<machine>/<label>`). */
  of: (stateMachineArn: string) => Durability
  /** A state machine's setting has changed; after its commit. */
  changed: () => void
  /** Seals what is not sealed yet, and sets no timer any more. */
  stop: () => void
}

export interface DurabilitiesOptions {
  store: Store
  clock: Clock
  /** Of state machines that have no setting of their own. */
  durability: Durability
}

/** So long at most does a commit of `normal` wait for its sync. */
const LONGEST_UNSEALED_MILLISECONDS = 1000

/**
 * Where everything is `full`, SQLite syncs each commit by itself. As soon as anything is `normal`,
 * it does so only at checkpoints, and commits are sealed as they require.
 */
export function createDurabilities(options: DurabilitiesOptions): Durabilities {
  const { store, clock, durability } = options
  const { logSync } = store
  let own = new Map<string, Durability>()
  let cancel: (() => void) | undefined
  const changed = (): void => {
    const rows = ownDurabilities(reader(store))
    own = new Map(rows.map((row) => [stateMachineArn(row.name), row.durability]))
    logSync.setOnDemand(durability === 'normal' || [...own.values()].includes('normal'))
  }
  logSync.onUnsealed = () => {
    cancel ??= clock.after(LONGEST_UNSEALED_MILLISECONDS, () => {
      cancel = undefined
      logSync.sealLater().catch((error: unknown) => noteFailure(store, error))
    })
  }
  changed()
  return {
    changed,
    of: (arn) => (own.size === 0 ? durability : (own.get(visibleArn(arn)) ?? durability)),
    stop: () => {
      cancel?.()
      cancel = undefined
      logSync.onUnsealed = undefined
    }
  }
}

/** Children of a map run are as durable as the state machine of their parent. */
function visibleArn(arn: string): string {
  const slash = arn.indexOf('/')
  return slash === -1 ? arn : arn.slice(0, slash)
}
