import { expect, test } from 'vitest'
import { createLog } from '../../../engine/log.ts'
import { startWakeUp } from '../../../engine/timers/wake-up.ts'
import { createSteppedClock } from '../../support/stepped-clock.ts'

const quiet = createLog(() => undefined)

/** A wake-up over a plain list of due times; `fired` is when each was done. */
function overList(clock: ReturnType<typeof createSteppedClock>, due: number[]) {
  const fired: number[] = []
  const wakeUp = startWakeUp({
    clock,
    log: quiet,
    nextDueAt: () => (due.length > 0 ? Math.min(...due) : undefined),
    onDue: (now) => {
      for (const at of due.filter((one) => one <= now)) {
        fired.push(at)
        due.splice(due.indexOf(at), 1)
      }
    }
  })
  return { wakeUp, fired, due }
}

test('each row is done when it is due, in order', async () => {
  const clock = createSteppedClock(0)
  const { fired } = overList(clock, [5000, 1000])
  await clock.advance(999)
  expect(fired).toEqual([])
  await clock.advance(1)
  expect(fired).toEqual([1000])
  await clock.advance(10_000)
  expect(fired).toEqual([1000, 5000])
})

test('a row that is added later is seen after check', async () => {
  const clock = createSteppedClock(0)
  const { fired, due, wakeUp } = overList(clock, [])
  due.push(100)
  wakeUp.check()
  await clock.advance(100)
  expect(fired).toEqual([100])
})

test('what came due while the machine slept is done at the latest 30 s after it woke', async () => {
  const clock = createSteppedClock(0)
  const hour = 3_600_000
  const { fired } = overList(clock, [hour])
  clock.sleep(2 * hour)
  await clock.advance(30_000)
  expect(fired).toEqual([hour])
})

test('work that fails is tried again after a pause, not at once', async () => {
  const clock = createSteppedClock(0)
  let tries = 0
  const wakeUp = startWakeUp({
    clock,
    log: quiet,
    nextDueAt: () => 0,
    onDue: () => {
      tries++
      throw new Error('no')
    }
  })
  await clock.advance(0)
  expect(tries).toBe(1)
  await clock.advance(3000)
  expect(tries).toBe(4)
  wakeUp.stop()
  await clock.advance(3000)
  expect(tries).toBe(4)
})

test('rows of one moment that are taken in portions follow one another without a pause', async () => {
  const clock = createSteppedClock(0)
  let left = 1000
  startWakeUp({
    clock,
    log: quiet,
    nextDueAt: () => (left > 0 ? 100 : undefined),
    onDue: () => {
      left -= 10
    }
  })
  await clock.advance(100)
  expect(left).toBe(0)
})
