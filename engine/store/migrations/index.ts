import type { Migration } from '../migrate.ts'
import { engineState } from './0010-engine-state.ts'
import { stateMachines } from './0020-state-machines.ts'
import { executions } from './0030-executions.ts'
import { history } from './0040-history.ts'
import { tasksAndTimers } from './0050-tasks-and-timers.ts'

/** All migrations, ascending. */
export const migrations: readonly Migration[] = [
  engineState,
  stateMachines,
  executions,
  history,
  tasksAndTimers
]
