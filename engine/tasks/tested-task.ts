import { mkdirSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ScheduleTask } from '../../asl/interpreter/command.ts'
import type { ActionContext } from '../../plugins/contract/context.ts'
import { TaskFailure } from '../../plugins/contract/failure.ts'
import type { Clock } from '../clock.ts'
import type { DataFolder } from '../data-folder.ts'
import type { Log } from '../log.ts'
import type { Registry } from '../plugins/registry.ts'
import { failed, runAction } from './attempt.ts'
import { unknownResourceCause } from './resource-failure.ts'
import { createSecretMask } from './secret-mask.ts'
import type { SecretMask } from './secret-mask.ts'
import type { ConnectionFinder } from './services.ts'
import type { TaskOutcome } from './tasks.ts'

export interface TestedTaskServices {
  registry: Registry
  connections: ConnectionFinder
  folder: DataFolder
  clock: Clock
  log: Log
}

/** Who the task is said to belong to. */
export interface TestedIdentity {
  executionArn: string
  executionName: string
  stateMachineName: string
}

/** What differs where a task without rows is not one of a test. */
export interface Surroundings {
  heartbeat: () => void
  /** The failure of a task that does what needs rows. */
  unavailable: (what: string) => TaskFailure
}

/** AWS gives a tested state five minutes. */
const LONGEST_SECONDS = 300

/**
 * Does the task of a tested state at once: no rows, no lease, a folder of its own that goes with it.
 * Never rejects. What would outlive the test (mails, approvals) fails the task.
 */
export async function runTestedTask(
  services: TestedTaskServices,
  task: ScheduleTask,
  identity: TestedIdentity,
  caller: AbortSignal,
  surroundings: Surroundings = inTest
): Promise<TaskOutcome> {
  const { registry, clock, log } = services
  const found = registry.find(task.resource)
  if (!found) return failed('States.Runtime', unknownResourceCause(registry, task.resource))
  const files = mkdtempSync(join(tmpdir(), 'signalbox-tested-'))
  const mask = createSecretMask()
  const over = new AbortController()
  const seconds = Math.min(task.timeoutSeconds ?? LONGEST_SECONDS, LONGEST_SECONDS)
  let cancelTimer = (): void => undefined
  const timedOut = new Promise<TaskOutcome>((resolve) => {
    cancelTimer = clock.after(seconds * 1000, () => {
      over.abort(new Error(`The tested task has not ended within ${String(seconds)} seconds.`))
      resolve({ type: 'failed', error: 'States.Timeout' })
    })
  })
  try {
    const context = contextOf(services, task, {
      ...{ identity, files, mask, surroundings, pluginId: found.plugin.id },
      signal: AbortSignal.any([caller, over.signal])
    })
    const outcome = await Promise.race([
      runAction(found.action, task.parameters, context, log),
      timedOut
    ])
    if (outcome.type === 'succeeded' || outcome.cause === undefined) return outcome
    return { ...outcome, cause: mask.maskAll(outcome.cause) }
  } finally {
    cancelTimer()
    await rm(files, { recursive: true, force: true })
  }
}

interface ContextParts {
  identity: TestedIdentity
  files: string
  mask: SecretMask
  surroundings: Surroundings
  pluginId: string
  signal: AbortSignal
}

function contextOf(
  { connections, folder }: TestedTaskServices,
  task: ScheduleTask,
  { identity, files, mask, surroundings, pluginId, signal }: ContextParts
): ActionContext {
  const { heartbeat, unavailable } = surroundings
  const made = (path: string): string => {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    return path
  }
  return {
    signal,
    attempt: {
      ...identity,
      stateName: task.stateName,
      resource: task.resource,
      taskId: task.taskId,
      retryCount: task.retryCount,
      isResumed: false,
      isAfterReboot: false,
      idempotencyKey: `${identity.executionArn}:${String(task.taskId)}`,
      ...(task.timeoutSeconds === undefined ? {} : { timeoutSeconds: task.timeoutSeconds })
    },
    heartbeat,
    log: { write: () => undefined },
    files: {
      attemptFolder: made(join(files, 'attempt')),
      workFolder: made(join(files, 'work')),
      get pluginFolder() {
        return made(folder.plugin(pluginId))
      }
    },
    connection: async (type, name) => {
      const connection = await connections.find(type, name)
      mask.add(Object.values(connection?.secrets ?? {}))
      return connection
    },
    approvals: { request: () => Promise.reject(unavailable('asks for an approval')) },
    outbox: { put: () => Promise.reject(unavailable('sends a mail')) }
  }
}

function notInTest(what: string): TaskFailure {
  return new TaskFailure(
    'Signalbox.NotInTest',
    `A task that ${what} is not done while its state is tested: give TestState a mock.`
  )
}

const inTest: Surroundings = { heartbeat: () => undefined, unavailable: notInTest }
