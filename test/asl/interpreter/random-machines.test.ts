import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Activation } from '../../../asl/interpreter/activation.ts'
import type { Advance } from '../../../asl/interpreter/advance.ts'
import type { HistoryEvent } from '../../../asl/interpreter/history.ts'
import { compileMachine } from '../../../asl/interpreter/machine.ts'
import { inputs, machines } from '../support/random-machines.ts'
import { StoredHost } from '../support/stored-host.ts'

const startedAt = Date.UTC(2026, 10, 23, 12)

/** Picks what happens next, from what is pending and a number; undefined where nothing is pending. */
function nextActivation(host: StoredHost, pick: number, now: number): Activation | undefined {
  const { tasks, timers, isToContinue } = host.pending
  const base = { at: now, seed: `seed${now}-${pick}` }
  if (pick > 990) return { type: 'execution-stopped', ...base }
  if (isToContinue) return { type: 'execution-continued', ...base }
  const things = [...tasks.keys(), ...[...timers.keys()].map((id) => -id)]
  const thing = things[pick % Math.max(things.length, 1)]
  if (thing === undefined) return undefined
  if (thing < 0) {
    const dueAt = timers.get(-thing) ?? now
    return { type: 'timer-fired', timerId: -thing, ...base, at: Math.max(now, dueAt) }
  }
  switch (Math.floor(pick / 7) % 5) {
    case 0:
      return { type: 'task-started', taskId: thing, ...base }
    case 1:
      return { type: 'task-submitted', taskId: thing, output: { ticket: pick }, ...base }
    case 2:
      return { type: 'task-failed', taskId: thing, error: 'Broken', cause: `pick ${pick}`, ...base }
    default:
      return {
        type: 'task-succeeded',
        taskId: thing,
        output: { answer: pick, items: [pick] },
        ...base
      }
  }
}

interface Run {
  host: StoredHost
  steps: Advance[]
  redrives: number
}

/** What has not ended well is redriven so many times. */
const MOST_REDRIVES = 2

/** Runs to the end, redrives included; `isRestarted` forgets everything but the stored rows before each activation. */
function run(
  definition: Parameters<typeof compileMachine>[0],
  input: string,
  picks: readonly number[],
  isRestarted: boolean
): Run {
  const host = new StoredHost(compileMachine(definition), input)
  const steps: Advance[] = []
  let now = startedAt
  let redrives = 0
  const keep = ({ execution: _, ...step }: Advance): void => {
    steps.push(structuredClone({ ...step, execution: host.execution }))
  }
  let activation: Activation | undefined = { type: 'execution-started', at: now, seed: 'first' }
  for (let turn = 0; activation !== undefined && turn < 3000; turn += 1) {
    if (isRestarted) host.restart()
    now = activation.at
    keep(host.step(activation))
    if (host.pending.isComplete && redrives < MOST_REDRIVES) {
      const redriven = host.redrive(now + 1)
      if (redriven !== undefined) {
        redrives += 1
        keep(redriven)
      }
    }
    // After the picks have been used up, tasks succeed and timers fire until the end.
    activation = host.pending.isComplete
      ? undefined
      : nextActivation(host, picks[turn % Math.max(1, picks.length)] ?? 21, now + 1)
  }
  return { host, steps, redrives }
}

const isRedriven = ({ type }: HistoryEvent): boolean => type === 'ExecutionRedriven'

const cases = fc.tuple(
  machines,
  inputs,
  fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 40 })
)

describe('random machines under random activations, redriven where they do not end well', () => {
  it('record history events with ids without gaps, each pointing at an earlier one', () => {
    fc.assert(
      fc.property(cases, ([definition, input, picks]) => {
        const { steps } = run(definition, input, picks, false)
        const events = steps.flatMap((step) => step.events)
        events.forEach((event, at) => {
          expect(event.id).toBe(at + 1)
          expect(event.previousEventId).toBeLessThan(event.id)
          expect(event.previousEventId).toBeGreaterThanOrEqual(0)
        })
      })
    )
  })

  it('have ended well after their last redrive, or once more not', () => {
    fc.assert(
      fc.property(cases, ([definition, input, picks]) => {
        const { host, steps, redrives } = run(definition, input, picks, false)
        const redriven = steps.flatMap(({ events }) => events).filter(isRedriven)
        expect(redriven.map(({ details }) => details?.['redriveCount'])).toEqual(
          Array.from({ length: redrives }, (_, at) => at + 1)
        )
        const { status, redriveFrom } = host.execution
        if (status === 'SUCCEEDED' || status === 'RUNNING') expect(redriveFrom).toBeUndefined()
        else expect(redriveFrom?.stateName).toBeDefined()
      })
    )
  })

  it('end, or wait for a task or timer: never for nothing', () => {
    fc.assert(
      fc.property(cases, ([definition, input, picks]) => {
        const { host, steps } = run(definition, input, picks, false)
        const { tasks, timers, isComplete } = host.pending
        expect(isComplete || tasks.size + timers.size > 0).toBe(true)
        expect(isComplete).toBe(host.execution.status !== 'RUNNING')
        if (isComplete) {
          expect(tasks.size + timers.size).toBe(0)
          expect(host.execution.frames).toEqual({})
          const last = steps.at(-1)?.events.at(-1)?.type ?? ''
          expect(last).toMatch(/^Execution(Succeeded|Failed|TimedOut|Aborted)$/)
        }
      })
    )
  })

  it('go on from the stored rows exactly as from memory, byte for byte', () => {
    fc.assert(
      fc.property(cases, ([definition, input, picks]) => {
        const inMemory = run(definition, input, picks, false)
        const restarted = run(definition, input, picks, true)
        expect(restarted.steps.length).toBe(inMemory.steps.length)
        inMemory.steps.forEach((step, at) => {
          expect(JSON.stringify(restarted.steps[at])).toBe(JSON.stringify(step))
        })
      })
    )
  })

  it('name every frame that a step has changed', () => {
    fc.assert(
      fc.property(cases, ([definition, input, picks]) => {
        const { host } = run(definition, input, picks, false)
        expect(JSON.stringify(host.stored())).toBe(JSON.stringify(host.execution))
      })
    )
  })

  it('change nothing when an activation comes too late or is about nothing', () => {
    fc.assert(
      fc.property(cases, fc.nat({ max: 500 }), ([definition, input, picks], id) => {
        const { host } = run(definition, input, picks, false)
        const before = JSON.stringify(host.execution)
        const late: Activation[] = [
          { type: 'execution-started', at: startedAt, seed: 'late' },
          ...(host.pending.tasks.has(id)
            ? []
            : ([
                { type: 'task-started', taskId: id, at: startedAt, seed: 'late' },
                { type: 'task-succeeded', taskId: id, output: 1, at: startedAt, seed: 'late' },
                { type: 'task-failed', taskId: id, at: startedAt, seed: 'late' }
              ] satisfies Activation[])),
          ...(host.pending.timers.has(id)
            ? []
            : ([
                { type: 'timer-fired', timerId: id, at: startedAt, seed: 'late' }
              ] satisfies Activation[]))
        ]
        for (const activation of late) {
          const { events, commands, changedFrames } = host.step(activation)
          expect({ events, commands, changedFrames }).toEqual({
            events: [],
            commands: [],
            changedFrames: []
          })
        }
        expect(JSON.stringify(host.execution)).toBe(before)
      })
    )
  })
})
