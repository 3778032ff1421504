import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fact } from './facts.ts'

/** https://www.kernel.org/doc/Documentation/ABI/testing/sysfs-class-power */
export const POWER_FOLDER = '/sys/class/power_supply'

/** What Linux tells of mains and batteries; batteries of mice and the like do not count. */
export function readPower(folder: string): { isOnAcPower: Fact; batteryPercent: Fact } {
  if (!existsSync(folder)) {
    const reason = `This system has no ${folder}, and the desktop app has not told.`
    return {
      isOnAcPower: { canTell: false, reason },
      batteryPercent: { canTell: false, reason }
    }
  }
  const supplies = readdirSync(folder).map((name) => (member: string) => {
    try {
      return readFileSync(join(folder, name, member), 'utf8').trim()
    } catch {
      return ''
    }
  })
  const batteries = supplies.filter(
    (read) => read('type') === 'Battery' && read('scope') !== 'Device'
  )
  const mains = supplies.filter((read) => ['Mains', 'USB'].includes(read('type')))
  const isDischarging = batteries.some((read) => read('status') === 'Discharging')
  const isPlugged = mains.some((read) => read('online') === '1')
  const capacities = batteries.map((read) => Number(read('capacity'))).filter(Number.isFinite)
  const sum = capacities.reduce((total, each) => total + each, 0)
  return {
    isOnAcPower: { canTell: true, value: batteries.length === 0 || isPlugged || !isDischarging },
    batteryPercent:
      capacities.length === 0
        ? { canTell: false, reason: 'This computer has no battery.' }
        : { canTell: true, value: Math.round(sum / capacities.length) }
  }
}
