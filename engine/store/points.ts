/**
 * The named points of the loop: where a process may die and another must go on. `test/crash` kills
 * the engine at each.
 */
export const loopPoints = [
  // A start, in order.
  'start:opened',
  'start:composed',
  'start:listening',
  'recovery:rows',
  'recovery:done',
  'start:announced',
  // Each commit: rows written; in the log, not yet known to be on the disk; durable; acted upon.
  'commit:before',
  'commit:written',
  'commit:after',
  'commit:acted',
  // A task that may not run twice: its lease is stored, the action has not begun. Any: the action has ended, nobody knows.
  'task:leased',
  'task:acted',
  // A mail: stored and not sent; taken by the mail server, and not yet noted.
  'mail:stored',
  'mail:sent',
  // A timer that is due and has not fired.
  'timer:due',
  // A schedule that is due and has not started anything.
  'schedule:due',
  // A stop, in order.
  'stop:begun',
  'stop:idle',
  'stop:noted',
  'stop:closed'
] as const

/** The points of what is done beside the loop, now and then. */
export const upkeepPoints = [
  // A deletion: a slice is written and not committed; it is committed, the rest and the files must follow.
  'deletion:written',
  'deletion:slice',
  // What the retention rules let go: a portion of it is deleted, others are yet to be looked at.
  'prune:portion',
  // Free pages are given back, and it is not committed.
  'pages:given-back',
  // The database is about to be rewritten without free pages; it is, all in the log.
  'rewriting:begun',
  'rewriting:done',
  // A migration: its changes are written and not committed; they are committed, the next one waits.
  'migration:written',
  'migration:done'
] as const

export type Point = (typeof loopPoints)[number] | (typeof upkeepPoints)[number]
