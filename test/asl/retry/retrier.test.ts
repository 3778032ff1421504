import { describe, expect, it } from 'vitest'
import { Failure, matchesError, runtimeFailure } from '../../../asl/errors.ts'
import { countRetry, decideRetry } from '../../../asl/retry/retrier.ts'

const broken = new Failure('Broken', 'cause')
const none = (): number => 0.5

describe('a retrier', () => {
  it('waits one second at first and twice as long each time, three times, unless told otherwise', () => {
    const retriers = [{ ErrorEquals: ['Broken'] }]
    const delays = [0, 1, 2].map(
      (made) => decideRetry(retriers, [made], broken, none)?.delayMilliseconds
    )
    expect(delays).toEqual([1000, 2000, 4000])
    expect(decideRetry(retriers, [3], broken, none)).toBeUndefined()
  })

  it('keeps to IntervalSeconds, BackoffRate, MaxDelaySeconds and MaxAttempts', () => {
    const retriers = [
      {
        ErrorEquals: ['Broken'],
        IntervalSeconds: 3,
        BackoffRate: 1.5,
        MaxDelaySeconds: 5,
        MaxAttempts: 9
      }
    ]
    const delays = [0, 1, 2].map(
      (made) => decideRetry(retriers, [made], broken, none)?.delayMilliseconds
    )
    expect(delays).toEqual([3000, 4500, 5000])
    expect(
      decideRetry([{ ErrorEquals: ['Broken'], MaxAttempts: 0 }], [], broken, none)
    ).toBeUndefined()
  })

  it('never waits for ever, however often the delay has doubled', () => {
    const retriers = [{ ErrorEquals: ['Broken'], MaxAttempts: 5000 }]
    expect(decideRetry(retriers, [4000], broken, none)?.delayMilliseconds).toBe(99_999_999_000)
  })

  it('spreads the delay over its whole length with JitterStrategy FULL', () => {
    const retriers = [
      { ErrorEquals: ['Broken'], IntervalSeconds: 10, JitterStrategy: 'FULL' as const }
    ]
    expect(decideRetry(retriers, [], broken, () => 0)?.delayMilliseconds).toBe(0)
    expect(decideRetry(retriers, [], broken, () => 0.25)?.delayMilliseconds).toBe(2500)
  })

  it('counts for itself: another retrier still has all its attempts', () => {
    const retriers = [
      { ErrorEquals: ['Broken'], MaxAttempts: 1 },
      { ErrorEquals: ['States.ALL'], MaxAttempts: 1 }
    ]
    const other = new Failure('Other', undefined)
    expect(decideRetry(retriers, [1, 0], other, none)?.retrierIndex).toBe(1)
    expect(decideRetry(retriers, [1, 0], broken, none)).toBeUndefined()
    expect(countRetry([1], 1)).toEqual([1, 1])
  })
})

describe('ErrorEquals', () => {
  const timeout = new Failure('States.Timeout', undefined)
  const heartbeat = new Failure('States.Timeout', undefined, { alias: 'States.HeartbeatTimeout' })

  it('matches the name itself, States.ALL and States.TaskFailed', () => {
    expect(matchesError(['Broken'], broken)).toBe(true)
    expect(matchesError(['Other'], broken)).toBe(false)
    expect(matchesError(['States.ALL'], broken)).toBe(true)
    expect(matchesError(['States.ALL'], new Failure(undefined, undefined))).toBe(true)
    expect(matchesError(['States.TaskFailed'], broken)).toBe(true)
    expect(matchesError(['States.TaskFailed'], timeout)).toBe(false)
  })

  it('finds a missed heartbeat under both of its names', () => {
    expect(matchesError(['States.Timeout'], heartbeat)).toBe(true)
    expect(matchesError(['States.HeartbeatTimeout'], heartbeat)).toBe(true)
    expect(matchesError(['States.HeartbeatTimeout'], timeout)).toBe(false)
  })

  it('never matches States.Runtime: it always ends the execution', () => {
    expect(matchesError(['States.ALL', 'States.Runtime'], runtimeFailure('x'))).toBe(false)
  })
})
