import type { Client } from '../../../api/client.ts'
import type { Execution } from './execution-view.svelte.ts'
import type { HistoryEvent } from './visits.ts'

/** Starts the execution's state machine with the same input; answers the new execution's ARN. */
export async function runAgain(
  client: Pick<Client, 'StartExecution'>,
  execution: Pick<Execution, 'stateMachineArn' | 'input'>
): Promise<string> {
  const { stateMachineArn, input } = execution
  const { executionArn } = await client.StartExecution({ stateMachineArn, input })
  return executionArn
}

/** The file that a history is exported to: facts and events as the API gives them. */
export function historyFile(
  execution: Execution,
  events: readonly HistoryEvent[]
): { name: string; text: string } {
  return {
    name: `${execution.name}.history.json`,
    text: `${JSON.stringify({ execution, events }, null, 2)}\n`
  }
}

/** Saves the history as a file, by the browser's own download. */
export function exportHistory(execution: Execution, events: readonly HistoryEvent[]): void {
  const file = historyFile(execution, events)
  const url = URL.createObjectURL(new Blob([file.text], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = file.name
  link.click()
  URL.revokeObjectURL(url)
}
