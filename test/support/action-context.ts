import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import type { Json } from '../../asl/json.ts'
import type { Action } from '../../plugins/contract/action.ts'
import type {
  ActionContext,
  ApprovalRequest,
  ConnectionValue,
  OutgoingMail
} from '../../plugins/contract/context.ts'

export interface TestContext {
  context: ActionContext
  /** Aborts the task, as the engine would. */
  abort: (reason: Error) => void
  log: { stream: string; text: string }[]
  /** All of the log that has this stream, in one text. */
  logged: (stream: 'stdout' | 'stderr' | 'info') => string
  heartbeats: () => number
  /** What the stand-in of the engine's approval desk was asked. It decides nothing and keeps nothing. */
  askedApprovals: ApprovalRequest[]
  /** What the stand-in of the engine's outbox was given. It sends nothing. */
  queuedMails: { mail: OutgoingMail; key: string | undefined; connection: string | undefined }[]
  folder: string
  remove: () => Promise<void>
}

export interface TestContextOptions {
  connections?: Record<string, ConnectionValue>
  taskToken?: string
  resource?: string
  /** An earlier context's folder and attempt, for a call after a restart of the engine. */
  resumed?: { folder: string; idempotencyKey: string; isAfterReboot?: boolean }
}

/**
 * A context as the engine makes it for one attempt: real folders under the system's temporary one,
 * a log and heartbeats that are kept. Approval desk and outbox are stand-ins that only remember.
 */
export async function createTestContext(options: TestContextOptions = {}): Promise<TestContext> {
  const folder = options.resumed?.folder ?? (await mkdtemp(join(tmpdir(), 'signalbox-action-')))
  const files = {
    attemptFolder: join(folder, 'attempt'),
    workFolder: join(folder, 'work'),
    pluginFolder: join(folder, 'plugin')
  }
  for (const path of Object.values(files)) await mkdir(path, { recursive: true })
  const controller = new AbortController()
  const log: TestContext['log'] = []
  const askedApprovals: ApprovalRequest[] = []
  const queuedMails: TestContext['queuedMails'] = []
  let heartbeats = 0
  const context: ActionContext = {
    signal: controller.signal,
    attempt: {
      executionArn: 'arn:aws:states:local:000000000000:execution:test:one',
      executionName: 'one',
      stateMachineName: 'test',
      stateName: 'The state',
      resource: options.resource ?? 'plugin:test:one',
      taskId: 5,
      retryCount: 0,
      isResumed: options.resumed !== undefined,
      isAfterReboot: options.resumed?.isAfterReboot ?? false,
      idempotencyKey: options.resumed?.idempotencyKey ?? randomUUID()
    },
    ...(options.taskToken === undefined ? {} : { taskToken: options.taskToken }),
    heartbeat: () => {
      heartbeats += 1
    },
    log: {
      write: (text, stream = 'info') => {
        log.push({ stream, text })
      }
    },
    files,
    connection: (type, name) => Promise.resolve(options.connections?.[name ?? type]),
    approvals: {
      request: (request) => {
        askedApprovals.push(request)
        const links = request.recipients.map((recipient, index) => ({
          recipient,
          approveUrl: `http://127.0.0.1:9/approvals/stand-in-${index}?choose=approve`,
          rejectUrl: `http://127.0.0.1:9/approvals/stand-in-${index}?choose=reject`
        }))
        return Promise.resolve({ approvalId: 'stand-in', links })
      }
    },
    outbox: {
      put: (mail, putOptions) => {
        queuedMails.push({ mail, key: putOptions?.key, connection: putOptions?.connection })
        const mailId = `stand-in-${queuedMails.length}`
        const messageId = `<${mailId}@signalbox.invalid>`
        return Promise.resolve({ mailId, messageId, status: 'WAITING', accepted: [], rejected: [] })
      }
    }
  }
  return {
    context,
    abort: (reason) => {
      controller.abort(reason)
    },
    log,
    logged: (stream) =>
      log
        .filter((entry) => entry.stream === stream)
        .map((entry) => entry.text)
        .join(''),
    heartbeats: () => heartbeats,
    askedApprovals,
    queuedMails,
    folder,
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** Calls an action as the engine does: input and output go through its schemas. */
export async function callAction(
  action: Action,
  input: unknown,
  context: ActionContext
): Promise<Json> {
  const output: unknown = await action.run(action.input.parse(input), context)
  // Through text, as the engine stores it: an output that is no JSON must not pass.
  const stored: Json = JSON.parse(JSON.stringify(action.output.parse(output)))
  return stored
}
