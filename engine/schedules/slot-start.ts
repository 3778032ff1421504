import type { Schedule } from '../store/queries/schedules.ts'

const LONGEST_NAME = 80

/** `20261123T0200Z`, with seconds only where there are some. */
export function slotText(slotAt: number): string {
  const text = new Date(slotAt).toISOString().replace(/[-:]|\.\d+/g, '')
  return text.endsWith('00Z') ? `${text.slice(0, -3)}Z` : text
}

/** The execution's name: of one slot always the same, so that no slot starts twice. */
export function executionNameOf(scheduleName: string, slotAt: number): string {
  const slot = `-${slotText(slotAt)}`
  return scheduleName.slice(0, LONGEST_NAME - slot.length) + slot
}

/**
 * The input with EventBridge Scheduler's context attributes filled in:
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
export function inputOf(schedule: Schedule, slotAt: number, executionName: string): string {
  const values: Record<string, string> = {
    'scheduled-time': new Date(slotAt).toISOString().replace('.000Z', 'Z'),
    'execution-id': executionName,
    'attempt-number': '1',
    'schedule-arn': `arn:aws:scheduler:us-east-1:000000000000:schedule/default/${schedule.name}`
  }
  return (schedule.input ?? '{}').replace(
    /<aws\.scheduler\.([a-z-]+)>/g,
    (placeholder, name: string) => values[name] ?? placeholder
  )
}
