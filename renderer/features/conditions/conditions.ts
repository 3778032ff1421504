/** Conditions of the computer under which something may start, in words. */
import type { Input, Output } from '../../../api/index.ts'

export type Conditions = NonNullable<Input<'CreateTrigger'>['conditions']>
/** As schedules have them: all their members begin with a capital. */
type WireConditions = NonNullable<Input<'CreateSchedule'>['Conditions']>

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

/** Conditions with changes; undefined takes one away. */
export function changedConditions(
  conditions: Conditions,
  changes: { [Member in keyof Conditions]?: Conditions[Member] | undefined }
): Conditions {
  const next = { ...conditions, ...changes }
  return Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined))
}

const subjects = {
  isOnAcPower: 'Mains power',
  batteryPercent: 'The battery',
  isOnMeteredNetwork: 'A metered network',
  idleMinutes: 'Whether somebody is at it'
} as const

/** What the computer cannot tell, each with its reason. */
export function untold(facts: Output<'DescribeConditions'>): { about: string; reason: string }[] {
  const names = Object.keys(subjects) as (keyof typeof subjects)[]
  return names.flatMap((name) => {
    const { canTell, reason } = facts[name]
    return canTell || !reason ? [] : [{ about: subjects[name], reason }]
  })
}

export function conditionsOfWire(wire: WireConditions | undefined): Conditions {
  return changedConditions(
    {},
    {
      onAcPower: wire?.OnAcPower,
      batteryAtLeast: wire?.BatteryAtLeast,
      notOnMeteredNetwork: wire?.NotOnMeteredNetwork,
      idleMinutes: wire?.IdleMinutes
    }
  )
}

/** Undefined where there are none. */
export function wireConditionsOf(conditions: Conditions): WireConditions | undefined {
  const { onAcPower, batteryAtLeast, notOnMeteredNetwork, idleMinutes } = conditions
  const wire: WireConditions = {
    ...(onAcPower === undefined ? {} : { OnAcPower: onAcPower }),
    ...(batteryAtLeast === undefined ? {} : { BatteryAtLeast: batteryAtLeast }),
    ...(notOnMeteredNetwork === undefined ? {} : { NotOnMeteredNetwork: notOnMeteredNetwork }),
    ...(idleMinutes === undefined ? {} : { IdleMinutes: idleMinutes })
  }
  return Object.keys(wire).length > 0 ? wire : undefined
}
