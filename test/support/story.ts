import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '../../api/client.ts'
import type { Client } from '../../api/client.ts'
import type { Output } from '../../api/index.ts'

export type Approval = Output<'ListApprovals'>['approvals'][number]
export type ExecutionDescription = Output<'DescribeExecution'>

const POLL_MILLISECONDS = 150
const LIMIT_MILLISECONDS = 90_000

/** Asks until there is an answer. Throws with `what` where there is none in time. */
export async function waitFor<T>(
  what: string,
  ask: () => Promise<T | undefined>,
  limitMilliseconds = LIMIT_MILLISECONDS
): Promise<T> {
  const deadline = performance.now() + limitMilliseconds
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (performance.now() > deadline) throw new Error(`Waited in vain for ${what}.`)
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS))
  }
}

/** The engine of an app or of `signalbox serve`, by the file that it writes into its data folder. */
export function clientOf(dataFolder: string): Promise<Client> {
  return waitFor('engine.json', () => {
    try {
      const text = readFileSync(join(dataFolder, 'engine.json'), 'utf8')
      return Promise.resolve(createClient(JSON.parse(text) as { url: string; token: string }))
    } catch {
      return Promise.resolve(undefined)
    }
  })
}

/** Installs an example and starts it; `name` names the execution. */
export async function startExample(client: Client, example: string, name: string): Promise<string> {
  const { stateMachineArn, input } = await client.InstallExample({ name: example })
  const { executionArn } = await client.StartExecution({ stateMachineArn, input, name })
  return executionArn
}

/** The approval that an execution waits for. Throws the execution's own failure if it ends before. */
export function waitingApproval(client: Client, executionArn: string): Promise<Approval> {
  return waitFor(`an approval of ${executionArn}`, async () => {
    const { approvals } = await client.ListApprovals({ executionArn, status: 'PENDING' })
    if (approvals[0]) return approvals[0]
    const { status, error, cause } = await client.DescribeExecution({ executionArn })
    if (status !== 'RUNNING')
      throw new Error(`It ended ${status} before it asked: ${error ?? ''} ${cause ?? ''}`)
    return undefined
  })
}

/** The execution once it has ended. */
export function ended(client: Client, executionArn: string): Promise<ExecutionDescription> {
  return waitFor(`the end of ${executionArn}`, async () => {
    const execution = await client.DescribeExecution({ executionArn })
    return execution.status === 'RUNNING' ? undefined : execution
  })
}

/** The end of an execution of model-approval: what was decided, by whom, through which door. */
export async function storyEnd(
  client: Client,
  executionArn: string
): Promise<{ status: string; approval: Record<string, unknown>; isReleased: boolean }> {
  const { status, output } = await ended(client, executionArn)
  const result = JSON.parse(output ?? '{}') as Record<string, unknown>
  return {
    status,
    approval: (result['approval'] ?? {}) as Record<string, unknown>,
    isReleased: 'release' in result
  }
}
