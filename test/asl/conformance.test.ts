import { describe, expect, it } from 'vitest'
import type { Json } from '../../asl/json.ts'
import { detailsMember } from '../../asl/interpreter/history.ts'
import type { HistoryEvent } from '../../asl/interpreter/history.ts'
import { compare, newBindings } from './conformance/compare.ts'
import type { Bindings, Difference } from './conformance/compare.ts'
import { compareHistory } from './conformance/history.ts'
import {
  definitionOf,
  fill,
  isCorpusPresent,
  readCases,
  reasonToLeaveOut
} from './conformance/corpus.ts'
import type { Case, Expected, RecordedEvent } from './conformance/corpus.ts'
import { recordedAnswers, runExecution } from './conformance/host.ts'
import type { Outcome } from './conformance/host.ts'

/** How many recorded executions agree event by event. May only rise. */
const EXPECTED_PASSES = 342

function asRecorded(event: HistoryEvent): RecordedEvent {
  const member = detailsMember[event.type]
  const details = member === null || event.details === undefined ? {} : { [member]: event.details }
  return { id: event.id, previousEventId: event.previousEventId, type: event.type, ...details }
}

function compareOutcome(expected: Expected, actual: Outcome, bindings: Bindings): Difference[] {
  return (['status', 'output', 'error', 'cause'] as const).flatMap((key) => {
    const wanted: Json | undefined = expected[key]
    const found = actual[key]
    if (wanted !== undefined) return compare(wanted, found, bindings, key)
    return found === undefined ? [] : [{ at: key, expected: 'absent', actual: found }]
  })
}

function differencesOf(item: Case): Difference[] {
  const bindings = newBindings(item.placeholders ?? [])
  if (item.executions !== undefined) {
    return item.executions.flatMap(({ definition, input, expected }) => {
      const outcome = runExecution({
        definition: definitionOf(definition),
        input: fill(input ?? '{}'),
        name: 'execution',
        answers: [],
        stopsAtTimers: false
      })
      return compareOutcome(expected, outcome, bindings)
    })
  }
  const { expected = { status: 'SUCCEEDED' } } = item
  const { history, status } = expected
  const outcome = runExecution({
    definition: definitionOf(item.definition ?? ''),
    input: fill(item.input ?? '{}'),
    name: fill(item.executionName ?? 'execution'),
    answers: recordedAnswers(history ?? []),
    stopsAtTimers: status === 'RUNNING'
  })
  const differences = compareOutcome(expected, outcome, bindings)
  if (history !== undefined) {
    differences.push(...compareHistory(history, outcome.events.map(asRecorded), bindings))
  }
  return differences
}

function describeFailure(id: string, differences: readonly Difference[]): string {
  const lines = differences
    .slice(0, 6)
    .map(({ at, expected, actual }) => `    ${at}\n      aws:  ${expected}\n      ours: ${actual}`)
  return [id, ...lines].join('\n')
}

function tryCase(item: Case): Difference[] {
  try {
    return differencesOf(item)
  } catch (error) {
    return [{ at: 'run', expected: 'no exception', actual: String(error) }]
  }
}

describe.skipIf(!isCorpusPresent)(
  'executions that AWS has recorded (skipped without the corpus)',
  () => {
    it('run with the same outcome and the same history, event by event', () => {
      const filter = process.env['CONFORMANCE_FILTER']
      const pattern = filter === undefined ? undefined : new RegExp(filter)
      const leftOut = new Map<string, number>()
      const failed: string[] = []
      let passed = 0
      for (const item of readCases()) {
        if (pattern?.test(item.id) === false) continue
        const reason = reasonToLeaveOut(item)
        if (reason !== undefined) {
          leftOut.set(reason, (leftOut.get(reason) ?? 0) + 1)
          continue
        }
        const differences = tryCase(item)
        if (differences.length === 0) passed += 1
        else failed.push(pattern === undefined ? item.id : describeFailure(item.id, differences))
      }
      const skipped = [...leftOut].map(([reason, count]) => `${count} ${reason}`).join(', ')
      console.info(`conformance: ${passed}/${passed + failed.length} exact; left out: ${skipped}`)
      if (failed.length > 0) console.info(failed.join('\n'))
      if (pattern === undefined) expect(passed).toBeGreaterThanOrEqual(EXPECTED_PASSES)
    })
  }
)
