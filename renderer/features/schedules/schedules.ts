import type { Client } from '../../../api/client.ts'
import type { Output } from '../../../api/index.ts'
import type { ScheduleSummary } from './schedule-form.svelte.ts'

type ListClient = Pick<Client, 'ListSchedules' | 'ListStateMachines' | 'PreviewSchedule'>

export interface Schedules {
  schedules: ScheduleSummary[]
  stateMachines: Output<'ListStateMachines'>['stateMachines']
  /** The expression in plain words, by the schedule's name. */
  descriptions: Readonly<Record<string, string>>
}

/** The schedules, what they may start, and each expression in plain words; the raw one where it has none. */
export async function loadSchedules(client: ListClient, signal?: AbortSignal): Promise<Schedules> {
  const options = signal ? { signal } : {}
  const [{ Schedules }, { stateMachines }] = await Promise.all([
    client.ListSchedules({}, options),
    client.ListStateMachines({ maxResults: 1000 }, options)
  ])
  const described = await Promise.all(
    Schedules.map(async (schedule): Promise<[string, string]> => {
      const { Name, ScheduleExpression, ScheduleExpressionTimezone } = schedule
      try {
        const { Description } = await client.PreviewSchedule(
          {
            ScheduleExpression,
            ...(ScheduleExpressionTimezone ? { ScheduleExpressionTimezone } : {}),
            Count: 1
          },
          options
        )
        return [Name, Description]
      } catch {
        return [Name, ScheduleExpression]
      }
    })
  )
  return { schedules: Schedules, stateMachines, descriptions: Object.fromEntries(described) }
}
