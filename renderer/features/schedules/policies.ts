/** What schedules do about overlaps and missed times, each in one plain sentence. */
import type { Input } from '../../../api/index.ts'

type Settings = Input<'CreateSchedule'>
export type OverlapPolicy = NonNullable<Settings['OverlapPolicy']>
export type WhenUnmet = NonNullable<Settings['WhenConditionsUnmet']>
export type MissedMode = NonNullable<Settings['MissedPolicy']>['Mode']

export interface Choice<Value extends string> {
  value: Value
  label: string
  detail: string
}

export const overlapPolicies: readonly Choice<OverlapPolicy>[] = [
  { value: 'SKIP', label: 'Skip', detail: 'While one runs, a due time does not start another.' },
  {
    value: 'BUFFER_ONE',
    label: 'Let one wait',
    detail: 'The first due time waits until the running one has ended; later ones are skipped.'
  },
  {
    value: 'BUFFER_ALL',
    label: 'Let all wait',
    detail: 'All due times wait and run one after the other, up to 1,000.'
  },
  {
    value: 'CANCEL_OTHER',
    label: 'Stop the other, then start',
    detail: 'The running one is stopped; the next starts once its tasks have ended.'
  },
  {
    value: 'TERMINATE_OTHER',
    label: 'Stop the other and start at once',
    detail: 'The running one is stopped, and the next does not wait for its tasks.'
  },
  { value: 'ALLOW_ALL', label: 'Run beside it', detail: 'Each due time starts, whatever runs.' }
]

export const missedModes: readonly Choice<MissedMode>[] = [
  {
    value: 'LAST',
    label: 'Run the latest',
    detail: 'After a sleep the latest missed time runs once; the others are listed as missed.'
  },
  {
    value: 'ALL',
    label: 'Run all',
    detail: 'All missed times run, oldest first, with a pause between them and up to a limit.'
  },
  {
    value: 'NONE',
    label: 'Run none',
    detail: 'Missed times are listed, and run only when you say so.'
  }
]

export const unmetChoices: readonly Choice<WhenUnmet>[] = [
  {
    value: 'SKIP',
    label: 'Skip that time',
    detail: 'It is listed as skipped, with what was unmet.'
  },
  {
    value: 'WAIT',
    label: 'Wait until they are met',
    detail: 'It starts as soon as all are met, if that is not later than it may be.'
  }
]

/** The choice with this value. */
export function choiceOf<Value extends string>(
  choices: readonly Choice<Value>[],
  value: string
): Choice<Value> | undefined {
  return choices.find((choice) => choice.value === value)
}
