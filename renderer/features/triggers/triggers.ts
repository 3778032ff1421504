import type { Client } from '../../../api/client.ts'
import type { Trigger } from './trigger-kinds.ts'

/** All triggers by name, however many pages they fill; of one state machine or of all. */
export async function loadTriggers(
  client: Pick<Client, 'ListTriggers'>,
  signal: AbortSignal,
  stateMachineArn?: string
): Promise<Trigger[]> {
  const triggers: Trigger[] = []
  let nextToken: string | undefined
  do {
    const answer = await client.ListTriggers(
      {
        maxResults: 1000,
        ...(stateMachineArn ? { stateMachineArn } : {}),
        ...(nextToken ? { nextToken } : {})
      },
      { signal }
    )
    triggers.push(...answer.triggers)
    nextToken = answer.nextToken
  } while (nextToken !== undefined)
  return triggers
}

/** `12 started, 1 failed` */
export function countsText(counts: Readonly<Record<string, number>>): string {
  const words: Record<string, string> = {
    STARTED: 'started',
    WAITING: 'waiting',
    HELD: 'held back',
    SKIPPED: 'skipped',
    FAILED: 'failed'
  }
  return Object.entries(words)
    .flatMap(([status, word]) => {
      const count = counts[status] ?? 0
      return count > 0 ? [`${count.toLocaleString()} ${word}`] : []
    })
    .join(', ')
}
