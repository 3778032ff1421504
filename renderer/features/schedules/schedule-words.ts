/** What a schedule is set to, in words. */
import { formatDuration } from '../../format.ts'
import type { ScheduleSummary } from './schedule-draft.ts'
import { conditionsOfWire, conditionsText } from '../conditions/conditions.ts'
import { choiceOf, missedModes, overlapPolicies, unmetChoices } from './policies.ts'

const pausers = {
  USER: 'Paused',
  FAILURE: 'Paused because an execution failed',
  STATE_MACHINE_DELETED: 'Paused because its state machine was deleted'
} as const

/** Why it is disabled: the first line of what is said about its pause. */
export function pauseTitle({ Pause }: Pick<ScheduleSummary, 'Pause'>): string {
  return Pause ? pausers[Pause.By] : 'Disabled'
}

/** Settings that decide about starts, each as a label and words. */
export function settingsWords(schedule: ScheduleSummary): { label: string; text: string }[] {
  const { MissedPolicy, CatchUpWindowSeconds, RemainingRuns, PauseOnFailure } = schedule
  const missed = choiceOf(missedModes, MissedPolicy?.Mode ?? 'LAST')
  const overlap = choiceOf(overlapPolicies, schedule.OverlapPolicy ?? 'SKIP')
  const words: [string, string | undefined][] = [
    ['While one runs', overlap?.label],
    ['Missed times', missed?.label],
    [
      'Not if later than',
      CatchUpWindowSeconds === undefined ? undefined : formatDuration(CatchUpWindowSeconds)
    ],
    ['Starts left', RemainingRuns === undefined ? undefined : String(RemainingRuns)],
    ['Only if', conditionsText(conditionsOfWire(schedule.Conditions))],
    [
      'Where that is unmet',
      schedule.Conditions && choiceOf(unmetChoices, schedule.WhenConditionsUnmet ?? 'SKIP')?.label
    ],
    ['When one fails', PauseOnFailure ? 'It pauses' : undefined],
    [
      'After its last start',
      schedule.ActionAfterCompletion === 'DELETE' ? 'It deletes itself' : undefined
    ]
  ]
  return words.flatMap(([label, text]) => (text === undefined ? [] : [{ label, text }]))
}
