/** Conditions of the computer under which something may start, in words. */
import type { Input } from '../../../api/index.ts'

export type Conditions = NonNullable<Input<'CreateTrigger'>['conditions']>

/** `on mains power, idle for 10 minutes`; undefined where there are none. */
export function conditionsText(conditions: Conditions | undefined): string | undefined {
  if (!conditions) return undefined
  const { onAcPower, batteryAtLeast, notOnMeteredNetwork, idleMinutes } = conditions
  const words = [
    onAcPower ? 'on mains power' : '',
    batteryAtLeast === undefined ? '' : `battery at ${String(batteryAtLeast)} % or more`,
    notOnMeteredNetwork ? 'not on a metered network' : '',
    idleMinutes === undefined ? '' : `nobody at it for ${String(idleMinutes)} minutes`
  ].filter(Boolean)
  return words.length > 0 ? words.join(', ') : undefined
}
