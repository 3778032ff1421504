import { createHmac } from 'node:crypto'
import { ApiError } from '../../../api/errors.ts'
import type { JsonObject } from '../../../asl/json.ts'
import { parseExecutionArn } from '../../arns.ts'
import type { Express } from '../../express/express.ts'
import type { ExpressResult } from '../../express/result.ts'
import type { HostControl } from '../../host/host.ts'
import { isSameSecret } from '../../http/same-secret.ts'
import type { Ids } from '../../ids.ts'
import { findTarget } from '../../machines/find.ts'
import type { Store } from '../../store/open.ts'
import { findExecution, readExecutionData } from '../../store/queries/executions.ts'
import type { Firing } from '../../store/queries/firings.ts'
import * as rows from '../../store/queries/firings.ts'
import type { WriteDb } from '../../store/transaction.ts'
import { reader } from '../../store/transaction.ts'
import type { Firings } from '../firing.ts'
import { executionNameOf } from '../firing.ts'
import type { Mappings } from '../mapping.ts'
import type { Hook } from './settings.ts'

/** How an execution stands that a hook has started. */
export interface CallState {
  status: string
  executionArn?: string
  /** JSON text. */
  output?: string
  error?: string
  cause?: string
}

/** Calls of hooks: each one firing, found again by its key. */
export interface Calls {
  /** The firing, new or the one of this key; undefined where the key had another body. */
  make: (hook: Hook, event: JsonObject, key: string | undefined) => Promise<Firing | undefined>
  /** The firing and its state once it has ended, or after `milliseconds`. */
  wait: (firing: Firing, milliseconds: number) => Promise<CallState>
  /** Runs an EXPRESS state machine and answers its end, without rows but the firing's. */
  runExpress: (hook: Hook, event: JsonObject) => Promise<{ firing: Firing; result: ExpressResult }>
  isExpress: (hook: Hook) => boolean
  stateOf: (firing: Firing) => CallState
  /** Names a firing so that nobody can guess it. */
  statusId: (firing: Firing) => string
  findByStatusId: (hook: Hook, id: string) => Firing | undefined
}

export interface CallsOptions {
  store: Store
  host: HostControl
  ids: Ids
  express: Express
  firings: Firings
  mappings: Mappings
  /** Resolves after the commit of the execution's end, or when the time is over. */
  untilEnded: (executionArn: string, milliseconds: number) => Promise<void>
  /** The engine's own token: status ids are made with it. */
  token: string
}

export function createCalls(options: CallsOptions): Calls {
  const { store, host, ids, untilEnded, token } = options
  const db = reader(store)
  const statusId = ({ id }: Firing): string => {
    const mac = createHmac('sha256', token)
      .update(`hook status ${String(id)}`)
      .digest('base64url')
    return `${String(id)}.${mac}`
  }
  const stateOf = (firing: Firing): CallState => readState(options, firing)
  return {
    ...{ statusId, stateOf },
    isExpress: ({ stateMachineArn }) => findTarget(db, stateMachineArn).machine.type === 'EXPRESS',
    make: (hook, event, key) =>
      host.enqueue((write) => make(write, hook, event, key ?? ids.uuid(), options)),
    runExpress: (hook, event) => runExpress(hook, event, options),
    wait: async (firing, milliseconds) => {
      if (stateOf(firing).status === 'RUNNING') await untilEnded(firing.executionArn, milliseconds)
      return stateOf(firing)
    },
    findByStatusId: (hook, id) => {
      const firing = rows.findFiring(db, Number(id.split('.')[0]))
      const isRight = firing?.triggerId === hook.id && isSameSecret(statusId(firing), id)
      return isRight ? firing : undefined
    }
  }
}

function make(
  write: WriteDb,
  hook: Hook,
  event: JsonObject,
  key: string,
  { firings }: CallsOptions
): Firing | undefined {
  const identity = `key\n${key}`
  const fired = firings.fire(write, hook, { identity, title: `call ${key}`, event })
  if (fired) return fired
  const before = rows.findFiringByIdentity(write, hook.id, identity)
  if (!before) throw new Error('A firing is neither new nor known')
  const { body } = JSON.parse(before.event) as JsonObject
  if (JSON.stringify(body) !== JSON.stringify(event.body)) return undefined
  // What could not start is tried again by the same call.
  const isOver = before.status === 'FAILED' || before.status === 'SKIPPED'
  return isOver ? firings.start(write, hook, before) : before
}

function readState({ store }: CallsOptions, firing: Firing): CallState {
  const db = reader(store)
  const { executionArn, reason } = firing
  if (firing.status !== 'STARTED') {
    return { status: firing.status, ...(reason === undefined ? {} : { cause: reason }) }
  }
  // An EXPRESS execution that nobody waits for leaves no trace but its log.
  if (executionArn.includes(':express:')) return { status: 'STARTED', executionArn }
  const execution = findExecution(db, parseExecutionArn(executionArn))
  if (!execution) return { status: 'DELETED', executionArn }
  if (execution.status === 'RUNNING') return { status: 'RUNNING', executionArn }
  const { output, error, cause } = readExecutionData(db, execution.id)
  return {
    ...{ status: execution.status, executionArn },
    ...(output === undefined ? {} : { output }),
    ...(error === undefined ? {} : { error }),
    ...(cause === undefined ? {} : { cause })
  }
}

/** The firing's row is written while the execution runs: it is not what the caller waits for. */
async function runExpress(hook: Hook, event: JsonObject, options: CallsOptions) {
  const { store, host, ids, express, firings, mappings } = options
  const { at, seed } = host.moment()
  const input = mappings.apply(hook.input, { event, trigger: hook.name, at, seed })
  const call = { identity: `key\n${ids.uuid()}`, title: 'call' }
  const target = findTarget(reader(store), hook.stateMachineArn)
  const prepared = express.prepare({ target, name: executionNameOf(hook, call), input })
  const [firing, result] = await Promise.all([
    host.enqueue((write) => {
      const noted = firings.note(write, hook, { ...call, event })
      if (!noted) throw new ApiError('InternalServerError', 'A random identity was there already.')
      const started = { status: 'STARTED', executionArn: prepared.executionArn } as const
      rows.settleFiring(write, noted.id, started)
      return { ...noted, ...started }
    }),
    prepared.run(true)
  ])
  return { firing, result }
}
