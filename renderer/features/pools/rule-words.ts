/** A rule on the starts of a state machine, in sentences. */
import type { Input } from '../../../api/index.ts'

export type ConcurrencyRule = Input<'PutConcurrencyRule'>['rule']
export type WhenFull = NonNullable<ConcurrencyRule['whenFull']>

export const whenFullChoices: readonly { value: WhenFull; label: string; detail: string }[] = [
  {
    value: 'QUEUE',
    label: 'It waits',
    detail: 'It has its place in the queue; first come, first served.'
  },
  {
    value: 'SKIP',
    label: 'It is refused',
    detail: 'The caller is told; a schedule lists it as skipped.'
  },
  {
    value: 'REPLACE',
    label: 'It takes the place',
    detail: 'The oldest execution that is in the way is stopped.'
  }
]

/** `At most 2 at once; 1 of the pool gpu. A further one waits.`; undefined where there is no rule. */
export function ruleText(rule: ConcurrencyRule): string | undefined {
  const parts = [
    rule.limit === undefined ? '' : `at most ${String(rule.limit)} at once`,
    ...(rule.pools ?? []).map(({ pool, units = 1, key }) =>
      [`${String(units)} of the pool ${pool}`, key ? `for each ${key}` : '']
        .filter(Boolean)
        .join(' ')
    )
  ].filter(Boolean)
  if (parts.length === 0) return undefined
  const text = parts.join('; ')
  const ends = { QUEUE: 'waits', SKIP: 'is refused', REPLACE: 'takes the place of the oldest' }
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}. A further one ${ends[rule.whenFull ?? 'QUEUE']}.`
}
