import type { Migration } from '../migrate.ts'
import { engineState } from './0010-engine-state.ts'
import { stateMachines } from './0020-state-machines.ts'
import { executions } from './0030-executions.ts'
import { history } from './0040-history.ts'
import { tasksAndTimers } from './0050-tasks-and-timers.ts'
import { schedules } from './0100-schedules.ts'
import { connections } from './0110-connections.ts'
import { mails } from './0120-mails.ts'
import { approvals } from './0130-approvals.ts'
import { testCases } from './0200-test-cases.ts'
import { activities } from './0210-activities.ts'
import { versions } from './0220-versions.ts'
import { mapRuns } from './0310-map-runs.ts'
import { mapRunIo } from './0340-map-run-io.ts'
import { mapRunRedrives } from './0341-map-run-redrives.ts'
import { durability } from './0400-durability.ts'
import { payloads } from './0600-payloads.ts'
import { concurrency } from './0550-concurrency.ts'
import { retention } from './0620-retention.ts'
import { sizesAndDeletions } from './0610-sizes-and-deletions.ts'
import { schedulePolicies } from './0500-schedule-policies.ts'
import { absences } from './0510-absences.ts'
import { triggers } from './0551-triggers.ts'
import { executionContexts } from './0740-execution-contexts.ts'
import { nestedExecutions } from './0300-nested-executions.ts'
import { keysetLists } from './0650-keyset-lists.ts'
import { changedExecutions } from './0660-changed-executions.ts'
import { linksOfApprovals } from './0670-links-of-approvals.ts'
import { redrivePoints } from './0320-redrive-points.ts'
import { workFolders } from './0330-work-folders.ts'
import { firedIdentities } from './0821-fired-identities.ts'
import { heldSlots } from './0820-held-slots.ts'
import { boots } from './0720-boots.ts'
import { historyRanges } from './0800-history-ranges.ts'

/** All migrations, ascending. */
export const migrations: readonly Migration[] = [
  engineState,
  stateMachines,
  executions,
  history,
  tasksAndTimers,
  schedules,
  connections,
  mails,
  approvals,
  testCases,
  activities,
  versions,
  nestedExecutions,
  mapRuns,
  redrivePoints,
  workFolders,
  mapRunIo,
  mapRunRedrives,
  durability,
  schedulePolicies,
  absences,
  concurrency,
  triggers,
  payloads,
  sizesAndDeletions,
  retention,
  keysetLists,
  changedExecutions,
  linksOfApprovals,
  boots,
  executionContexts,
  historyRanges,
  heldSlots,
  firedIdentities
]
