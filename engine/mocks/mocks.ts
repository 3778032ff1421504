import { readFileSync, statSync } from 'node:fs'
import { ApiError } from '../../api/errors.ts'
import { isJsonObject } from '../../asl/json.ts'
import type { Json } from '../../asl/json.ts'
import { parseResource } from '../../asl/resource.ts'
import type { Resource } from '../../asl/resource.ts'
import { countEarlierTasks } from '../store/queries/tasks.ts'
import type { TaskRecord } from '../store/queries/tasks.ts'
import { findTestCase } from '../store/queries/test-cases.ts'
import type { ReadDb } from '../store/transaction.ts'
import { failed } from '../tasks/attempt.ts'
import type { TaskOutcome } from '../tasks/tasks.ts'
import type { MockConfig, MockedResponse, MockedState } from './mock-config.ts'
import { MockConfigError, parseMockConfig } from './mock-config.ts'

/** Test cases: which there are, and what their mocked states answer. */
export interface Mocks {
  /** Throws ApiError ValidationException where there is no such test case, or the file is wrong. */
  check: (stateMachineName: string, testCase: string) => void
  /** The mocked outcome of a task; undefined where its state is to be run for real. */
  outcomeOf: (db: ReadDb, task: TaskRecord) => TaskOutcome | undefined
}

/**
 * Serves a mock configuration file, read again whenever it has changed. Without a file there are no
 * test cases. Throws MockConfigError where the file is wrong from the start.
 */
export function createMocks(path: string | undefined): Mocks {
  const read = path === undefined ? undefined : createReader(path)
  read?.()
  return {
    check: (stateMachineName, testCase) => {
      const cases = readOrRefuse(read, testCase).get(stateMachineName)
      if (cases?.has(testCase)) return
      const known = [...(cases?.keys() ?? [])].map((name) => `'${name}'`).join(', ')
      throw new ApiError(
        'ValidationException',
        `Expected a test case of the state machine '${stateMachineName}' in ${path ?? ''}, found '${testCase}'. ` +
          (known === '' ? 'The file has none for it.' : `The file has ${known}.`)
      )
    },
    outcomeOf: (db, task) => {
      const found = findTestCase(db, task.executionId)
      if (found === undefined) return undefined
      try {
        const config = read?.()
        // Children of a map run answer from the test case of their parent.
        const [machineName = ''] = found.stateMachineName.split('/')
        const state = config?.get(machineName)?.get(found.testCase)?.get(task.stateName)
        return state && outcomeOf(state, task, countEarlierTasks(db, task))
      } catch (error) {
        if (error instanceof MockConfigError) return failed('States.Runtime', error.message)
        throw error
      }
    }
  }
}

function readOrRefuse(read: (() => MockConfig) | undefined, testCase: string): MockConfig {
  if (read === undefined) {
    throw new ApiError(
      'ValidationException',
      `The test case '${testCase}' needs a mock configuration file: start the engine with --mock-config FILE.`
    )
  }
  try {
    return read()
  } catch (error) {
    if (error instanceof MockConfigError) throw new ApiError('ValidationException', error.message)
    throw error
  }
}

/** Reads the file where its time or size differs from the last time. */
function createReader(path: string): () => MockConfig {
  let known: { stamp: string; config: MockConfig } | undefined
  return () => {
    try {
      const { mtimeMs, size } = statSync(path)
      const stamp = `${String(mtimeMs)} ${String(size)}`
      if (known?.stamp !== stamp) {
        known = { stamp, config: parseMockConfig(readFileSync(path, 'utf8'), path) }
      }
      return known.config
    } catch (error) {
      if (error instanceof MockConfigError) throw error
      throw new MockConfigError(
        `The mock configuration file ${path} cannot be read: ${String(error)}`
      )
    }
  }
}

/**
 * Answers by the number of the invocation. The iterations of a Map share their states' names: where
 * the file has no answer for so many invocations, the number of the retry decides.
 */
function outcomeOf(state: MockedState, task: TaskRecord, invocation: number): TaskOutcome {
  const at = (number: number): MockedResponse | undefined =>
    state.responses.find(({ first, last }) => first <= number && number <= last)?.response
  const response = at(invocation) ?? at(task.retryCount)
  if (response === undefined) {
    return failed(
      'States.Runtime',
      `Expected the mocked response '${state.responseName}' to have an answer for invocation ${String(invocation)} of the state '${task.stateName}', found none.`
    )
  }
  if ('Return' in response) {
    return { type: 'succeeded', output: resultOf(parseResource(task.resource), response.Return) }
  }
  const { Error: error, Cause: cause } = response.Throw
  return { type: 'failed', error, ...(cause === undefined ? {} : { cause }) }
}

/** The file has the answer of Lambda's API; a function that is called by its ARN gives its payload alone. */
function resultOf({ kind }: Resource, answer: Json): Json {
  const isAnswer = kind === 'lambda' && isJsonObject(answer) && Object.hasOwn(answer, 'Payload')
  return isAnswer ? (answer['Payload'] ?? null) : answer
}
