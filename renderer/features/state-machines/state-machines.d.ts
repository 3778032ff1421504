import type { Client } from '../../../api/client.ts'
import type { Output } from '../../../api/index.ts'
export type StateMachineItem = Output<'ListStateMachines'>['stateMachines'][number]
export type ExecutionItem = Output<'SearchExecutions'>['executions'][number]
/** The newest execution of each, by ARN; a failure leaves it out. */
export declare function lastExecutionsOf(
  client: Pick<Client, 'SearchExecutions'>,
  stateMachines: readonly StateMachineItem[],
  signal?: AbortSignal
): Promise<ReadonlyMap<string, ExecutionItem>>
export interface StateMachineDetails {
  machine: Output<'DescribeStateMachine'>
  executions: ExecutionItem[]
  schedules: Output<'ListSchedules'>['Schedules']
  /** By status. */
  counts: Readonly<Record<string, number>>
}
/** All that a state machine's page shows. */
export declare function loadDetails(
  client: Pick<
    Client,
    'DescribeStateMachine' | 'SearchExecutions' | 'ListSchedules' | 'CountExecutions'
  >,
  stateMachineArn: string,
  signal: AbortSignal
): Promise<StateMachineDetails>
/** What deleting it loses and leaves, in sentences. */
export declare function deletionWords({ schedules, counts }: StateMachineDetails): string
