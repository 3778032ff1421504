/** Starts the workflows and answers those that ask, whatever becomes of the engine meanwhile. */
import { join } from 'node:path'
import { mkdirSync } from 'node:fs'
import type { Client } from '../../api/client.ts'
import type { JsonObject } from '../../asl/json.ts'
import { ApiError } from '../../api/errors.ts'
import { executionArn, stateMachineArn } from '../../engine/arns.ts'
import { readTokens } from './outcomes.ts'
import { inputOf, workflows } from './workflows.ts'

export interface Places {
  effects: string
  tokens: string
}

/** What was answered so far, over all lives of the engine. */
export interface Answers {
  /** Names of executions whose token needs no answer any more. */
  answered: Set<string>
  /** How often the engine has confirmed the decision of an approval. */
  acknowledged: Map<string, number>
}

export function noAnswers(): Answers {
  return { answered: new Set(), acknowledged: new Map() }
}

export function makePlaces(folder: string): Places {
  const tokens = join(folder, 'tokens')
  mkdirSync(tokens, { recursive: true })
  return { tokens, effects: join(folder, 'effects.txt') }
}

export interface Starts {
  counts: Record<string, number>
  waitOf: () => number
  /** The same workflows, but for where their commands run. */
  definitions?: Readonly<Record<string, JsonObject>>
  /** The engine has said that it has started the execution of this name. */
  onStarted?: (name: string) => void
}

/** `counts` executions of each workflow, named `<workflow>-<number>`. */
export async function startAll(
  client: Client,
  places: Places,
  { counts, waitOf, definitions = workflows, onStarted }: Starts
): Promise<number> {
  const names = Object.keys(definitions)
  for (const name of names) {
    await client.CreateStateMachine({ name, definition: JSON.stringify(definitions[name]) })
  }
  const start = async (workflow: string, name: string): Promise<void> => {
    const input = JSON.stringify(inputOf(waitOf(), places))
    await client.StartExecution({ stateMachineArn: stateMachineArn(workflow), name, input })
    onStarted?.(name)
  }
  const starts = names.flatMap((workflow) =>
    Array.from({ length: counts[workflow] ?? 0 }, (_, index) =>
      start(workflow, `${workflow}-${String(index)}`)
    )
  )
  return (await Promise.all(starts)).length
}

/** Answers tasks that wait for their token; `answered` are the names that need no answer any more. */
export async function answerTokens(
  client: Client,
  places: Places,
  answered: Set<string>
): Promise<void> {
  for (const [name, taskToken] of readTokens(places.tokens)) {
    if (answered.has(name)) continue
    const { events } = await client.GetExecutionHistory({
      executionArn: executionArn('token', name),
      reverseOrder: true,
      maxResults: 1
    })
    // The same order of events as without a crash: submitted first, then answered.
    if (events[0]?.type !== 'TaskSubmitted' && events[0]?.type !== 'ExecutionSucceeded') continue
    await client.SendTaskSuccess({ taskToken, output: '{"answer":42}' }).catch((error: unknown) => {
      // The engine was killed after the commit and before its answer.
      if (!(error instanceof ApiError) || error.errorName !== 'TaskTimedOut') throw error
    })
    answered.add(name)
  }
}

/**
 * Approves what waits for a person; returns for how many the engine has said so. Each is decided
 * where its task is submitted, so that the order of events is the one of an undisturbed run.
 */
export async function decideApprovals(
  client: Client,
  acknowledged: Map<string, number>
): Promise<void> {
  const { approvals } = await client.ListApprovals({ status: 'PENDING', maxResults: 100 })
  for (const { approvalId, executionArn: arn } of approvals) {
    const { events } = await client.GetExecutionHistory({
      ...{ executionArn: arn, reverseOrder: true, maxResults: 1 }
    })
    if (events[0]?.type !== 'TaskSubmitted') continue
    await client.DecideApproval({ approvalId, decision: 'APPROVED', decidedBy: 'ada' })
    acknowledged.set(approvalId, (acknowledged.get(approvalId) ?? 0) + 1)
  }
}

const PATIENCE_MILLISECONDS = 60_000

/** Answers until no execution runs any more; gives up once none has ended for a minute. */
export async function driveToEnd(
  client: Client,
  places: Places,
  { answered, acknowledged }: Answers
): Promise<void> {
  let fewest = Infinity
  let changedAt = performance.now()
  for (;;) {
    await answerTokens(client, places, answered)
    await decideApprovals(client, acknowledged)
    const { counts } = await client.CountExecutions({})
    const running = counts['RUNNING'] ?? 0
    if (running === 0) return
    if (running < fewest) {
      fewest = running
      changedAt = performance.now()
    }
    if (performance.now() > changedAt + PATIENCE_MILLISECONDS)
      throw new Error(`Still running: ${await whatRuns(client)}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Each running execution with its last events, for whoever has to find out why. */
async function whatRuns(client: Client): Promise<string> {
  const { stateMachines } = await client.ListStateMachines({})
  const lists = await Promise.all(
    stateMachines.map(({ stateMachineArn: arn }) =>
      client.ListExecutions({ stateMachineArn: arn, statusFilter: 'RUNNING' })
    )
  )
  const lines = lists.flatMap(({ executions }) =>
    executions.map(async ({ executionArn: arn, name }) => {
      const page = { executionArn: arn, reverseOrder: true, maxResults: 5 }
      const { events } = await client.GetExecutionHistory(page)
      return `${name}: ${events.map(({ type }) => type).join(' < ')}`
    })
  )
  return (await Promise.all(lines)).join('\n')
}
