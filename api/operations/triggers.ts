/**
 * Triggers: what starts a state machine besides a caller and a schedule. All kinds share a name, a
 * target, an input mapping, a state and a list of firings; `settings` holds what is a kind's own.
 */
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { conditions } from './conditions.ts'
import { paging, timestamp } from './shapes.ts'
import { triggerSettings } from './trigger-settings.ts'

export const triggerName = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)
const triggerState = z.enum(['ENABLED', 'DISABLED'])

export const triggerKind = z.enum([
  'FOLDER',
  'S3_OBJECTS',
  'MAIL',
  'WEBHOOK',
  'EXECUTION_ENDED',
  'APP_START',
  'WAKE'
])

/** What a user chooses; UpdateTrigger replaces all of it, but a secret that is left out stays. */
const draft = {
  description: z.string().max(512).optional(),
  /** ENABLED where absent. */
  state: triggerState.optional(),
  /** The state machine to start, one of its versions or an alias. */
  stateMachineArn: z.string().min(1).max(256),
  /**
   * The execution's input. JSON text; texts within `{% … %}` at any depth are JSONata over `$event`
   * (and `$trigger`, its name), as in `{ "file": "{% $event.path %}" }`; or one `{% … %}` as a whole.
   * Absent: the event itself.
   */
  input: z.string().max(262_144).optional(),
  /** A firing is held back until all are met, and then starts. */
  conditions: conditions.optional(),
  settings: triggerSettings
}

/**
 * OK: it watches. ERROR: it cannot, `message` says why and what to do; it goes on by itself once the
 * reason is gone. DISABLED: it does not watch. STARTING: not known yet.
 */
const triggerHealth = z.object({
  status: z.enum(['OK', 'STARTING', 'ERROR', 'DISABLED']),
  message: z.string().optional(),
  since: timestamp
})

export const trigger = z.object({
  name: z.string(),
  kind: triggerKind,
  ...draft,
  state: triggerState,
  health: triggerHealth,
  /** When it has fired last, whatever came of it. */
  lastFiredDate: timestamp.optional(),
  /** What came of its firings so far, by their status. */
  firingCounts: z.record(z.string(), z.number().int()),
  /** Of a webhook: where to call it, and whether it has a secret. The secret is never answered again. */
  url: z.string().optional(),
  isSecretSet: z.boolean().optional(),
  creationDate: timestamp,
  lastModificationDate: timestamp
})

/**
 * STARTED: an execution was started (it may wait in a queue, see its `queue`). HELD: its conditions are
 * not met yet. WAITING: it is to start, or its start is tried again. SKIPPED: refused by the concurrency
 * rule of its state machine. FAILED: it could not start, `reason` says why; FireTrigger tries it again.
 */
export const firingStatus = z.enum(['WAITING', 'HELD', 'STARTED', 'SKIPPED', 'FAILED'])

/** One event of a trigger. Of one identity (a file's path and content, an object's version, …) there is one. */
export const firing = z.object({
  firingId: z.string(),
  /** In words: `in/a.csv, 12 kB`. */
  title: z.string(),
  identity: z.string(),
  status: firingStatus,
  firedDate: timestamp,
  executionArn: z.string().optional(),
  /** RUNNING, SUCCEEDED, …: of the execution, where it is still kept. */
  executionStatus: z.string().optional(),
  /** Why it is not STARTED. */
  reason: z.string().optional(),
  /** JSON text of `$event`. */
  event: z.string()
})

export const createTrigger = defineOperation({
  service: 'Signalbox',
  name: 'CreateTrigger',
  summary: 'Starts a state machine whenever something happens: a file appears, a hook is called, …',
  input: z.object({
    name: triggerName,
    ...draft,
    /** Of a webhook; one is made where it is left out but needed. */
    secret: z.string().min(16).max(1024).optional()
  }),
  output: z.object({
    trigger,
    /** The secret that was made: shown this once. */
    secret: z.string().optional()
  }),
  errors: ['TriggerAlreadyExists', 'StateMachineDoesNotExist', 'InvalidArn', 'ValidationException']
})

export const updateTrigger = defineOperation({
  service: 'Signalbox',
  name: 'UpdateTrigger',
  summary: 'Replaces all settings of a trigger; a secret that is left out stays. Its kind stays.',
  input: z.object({
    name: triggerName,
    ...draft,
    secret: z.string().min(16).max(1024).optional()
  }),
  output: z.object({ trigger }),
  errors: ['TriggerDoesNotExist', 'StateMachineDoesNotExist', 'InvalidArn', 'ValidationException']
})

export const setTriggerState = defineOperation({
  service: 'Signalbox',
  name: 'SetTriggerState',
  summary: 'Enables or disables a trigger. What it has held back waits until it is enabled again.',
  input: z.object({ name: triggerName, state: triggerState }),
  output: z.object({ trigger }),
  errors: ['TriggerDoesNotExist']
})

export const deleteTrigger = defineOperation({
  service: 'Signalbox',
  name: 'DeleteTrigger',
  summary: 'Deletes a trigger and its firings; executions that it has started go on.',
  input: z.object({ name: triggerName }),
  output: z.object({}),
  errors: ['TriggerDoesNotExist']
})

export const getTrigger = defineOperation({
  service: 'Signalbox',
  name: 'GetTrigger',
  summary: 'One trigger with its health.',
  input: z.object({ name: triggerName }),
  output: z.object({ trigger }),
  errors: ['TriggerDoesNotExist']
})

export const listTriggers = defineOperation({
  service: 'Signalbox',
  name: 'ListTriggers',
  summary: 'Triggers by name; of one state machine or of all.',
  input: z.object({ stateMachineArn: z.string().min(1).max(256).optional(), ...paging }),
  output: z.object({ triggers: z.array(trigger), nextToken: z.string().optional() }),
  errors: ['InvalidToken']
})

export const listFirings = defineOperation({
  service: 'Signalbox',
  name: 'ListFirings',
  summary: 'What a trigger has fired for and what came of it, newest first.',
  input: z.object({ name: triggerName, status: firingStatus.optional(), ...paging }),
  output: z.object({ firings: z.array(firing), nextToken: z.string().optional() }),
  errors: ['TriggerDoesNotExist', 'InvalidToken']
})

/** What a trigger would do about one event. */
const rehearsal = z.object({
  title: z.string(),
  identity: z.string(),
  /** JSON text. */
  event: z.string(),
  /** JSON text of the input that the execution would get; absent where the mapping fails. */
  input: z.string().optional(),
  wouldStart: z.boolean(),
  /** Why it would not start. */
  reason: z.string().optional()
})

export const testTrigger = defineOperation({
  service: 'Signalbox',
  name: 'TestTrigger',
  summary: 'Says what a trigger, stored or not, would start now, and starts nothing.',
  input: z.object({
    /** A stored trigger; or a draft. */
    name: triggerName.optional(),
    draft: z.object(draft).optional(),
    /** JSON text of an event to rehearse; absent: what the trigger finds now, or a made-up one. */
    event: z.string().max(262_144).optional(),
    maxResults: z.number().int().min(1).max(100).optional()
  }),
  output: z.object({
    rehearsals: z.array(rehearsal),
    /** There is more than was rehearsed. */
    hasMore: z.boolean(),
    /** What keeps it from looking: a missing folder, a refused connection. */
    problem: z.string().optional()
  }),
  errors: ['TriggerDoesNotExist', 'ValidationException']
})

export const fireTrigger = defineOperation({
  service: 'Signalbox',
  name: 'FireTrigger',
  summary: 'Fires a trigger by hand, or tries a firing again that could not start.',
  input: z.object({
    name: triggerName,
    /** A firing that is not STARTED: conditions are not asked again. */
    firingId: z.string().min(1).max(64).optional(),
    /** JSON text of the event of a firing by hand; `{}` where absent. */
    event: z.string().max(262_144).optional()
  }),
  output: z.object({ firing }),
  errors: ['TriggerDoesNotExist', 'FiringDoesNotExist', 'ValidationException']
})
