import type { Client } from '../../../api/client.ts'
import type { Output } from '../../../api/index.ts'
import type { Level } from '../../durability.ts'
import { levelNames } from '../../durability.ts'

export type StateMachineItem = Output<'ListStateMachines'>['stateMachines'][number]
export type ExecutionItem = Output<'SearchExecutions'>['executions'][number]

/** How many of a list's state machines are asked for their last execution. */
const LAST_EXECUTION_LIMIT = 60

/** The newest execution of each, by ARN; a failure leaves it out. */
export async function lastExecutionsOf(
  client: Pick<Client, 'SearchExecutions'>,
  stateMachines: readonly StateMachineItem[],
  signal?: AbortSignal
): Promise<ReadonlyMap<string, ExecutionItem>> {
  const found = await Promise.all(
    stateMachines.slice(0, LAST_EXECUTION_LIMIT).map(async ({ stateMachineArn }) => {
      const asked = { stateMachineArn, maxResults: 1 }
      const answer = await client
        .SearchExecutions(asked, signal ? { signal } : {})
        .catch(() => undefined)
      return answer?.executions[0]
    })
  )
  return new Map(
    found.flatMap((execution) => (execution ? [[execution.stateMachineArn, execution]] : []))
  )
}

export interface StateMachineDetails {
  machine: Output<'DescribeStateMachine'>
  executions: ExecutionItem[]
  schedules: Output<'ListSchedules'>['Schedules']
  /** By status. */
  counts: Readonly<Record<string, number>>
}

const RECENT = 10

/** What can be chosen, with the engine's own level first. */
export function durabilityChoices(
  engineLevel: Level
): { value: Level | 'ENGINE'; label: string }[] {
  return [
    { value: 'ENGINE', label: `As the engine (${levelNames[engineLevel].toLowerCase()})` },
    { value: 'FULL', label: levelNames.FULL },
    { value: 'NORMAL', label: levelNames.NORMAL }
  ]
}

/** All that a state machine's page shows. */
export async function loadDetails(
  client: Pick<
    Client,
    'DescribeStateMachine' | 'SearchExecutions' | 'ListSchedules' | 'CountExecutions'
  >,
  stateMachineArn: string,
  signal: AbortSignal
): Promise<StateMachineDetails> {
  const options = { signal }
  const [machine, { executions }, { Schedules }, { counts }] = await Promise.all([
    client.DescribeStateMachine({ stateMachineArn }, options),
    client.SearchExecutions({ stateMachineArn, maxResults: RECENT }, options),
    client.ListSchedules({ TargetArn: stateMachineArn, MaxResults: 1000 }, options),
    client.CountExecutions({ stateMachineArn }, options)
  ])
  return { machine, executions, schedules: Schedules, counts }
}

function several(count: number, one: string, many: string): string {
  return count === 1 ? `1 ${one}` : `${String(count)} ${many}`
}

/** What deleting it loses and leaves, in sentences. */
export function deletionWords({ schedules, counts }: StateMachineDetails): string {
  const running = counts['RUNNING'] ?? 0
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return [
    'Its definition is gone for good.',
    running > 0
      ? `${several(running, 'running execution goes', 'running executions go')} on to the end.`
      : '',
    schedules.length > 0
      ? `${several(schedules.length, 'schedule is', 'schedules are')} switched off.`
      : '',
    total > 0 ? `The history of ${several(total, 'execution', 'executions')} stays.` : ''
  ]
    .filter(Boolean)
    .join(' ')
}
