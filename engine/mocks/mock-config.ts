/**
 * Step Functions Local's mock configuration file.
 * https://docs.aws.amazon.com/step-functions/latest/dg/sfn-local-mock-cfg-file.html
 */
import { z } from 'zod'

/** The mock configuration file is missing or not what it should be. */
export class MockConfigError extends Error {
  override name = 'MockConfigError'
}

const response = z.union(
  [
    z.strictObject({ Return: z.json() }),
    z.strictObject({
      Throw: z.strictObject({ Error: z.string(), Cause: z.string().optional() })
    })
  ],
  { error: 'expected {"Return": …} or {"Throw": {"Error": "…", "Cause": "…"}}' }
)

/** The number of an invocation, or a range of them. */
const invocationsPattern = /^\d+(-\d+)?$/

const file = z.strictObject({
  StateMachines: z.record(
    z.string(),
    z.strictObject({ TestCases: z.record(z.string(), z.record(z.string(), z.string())) })
  ),
  MockedResponses: z.record(z.string(), z.record(z.string(), response)).default({})
})

export type MockedResponse = z.output<typeof response>

/** The answers of one mocked state, by the number of the invocation. */
export interface MockedState {
  /** As the file names it. */
  responseName: string
  responses: readonly { first: number; last: number; response: MockedResponse }[]
}

/** Mocked states by name, of each test case, of each state machine. */
export type MockConfig = ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, MockedState>>>

/**
 * Reads the text of a mock configuration file. Throws MockConfigError that names every problem and
 * its place.
 *
 * @example parseMockConfig('{"StateMachines":{"m":{"TestCases":{"Happy":{"Call":"Ok"}}}},"MockedResponses":{"Ok":{"0":{"Return":1}}}}')
 */
export function parseMockConfig(text: string, path: string): MockConfig {
  const parsed = file.safeParse(parseJson(text, path))
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      (issue) => `at /${issue.path.map(String).join('/')}: ${issue.message}`
    )
    throw invalid(path, problems)
  }
  const responses = new Map<string, MockedState>()
  const problems: string[] = []
  for (const [name, byInvocation] of Object.entries(parsed.data.MockedResponses)) {
    responses.set(name, toMockedState(name, byInvocation, problems))
  }
  const machines = new Map<string, Map<string, Map<string, MockedState>>>()
  for (const [machine, { TestCases }] of Object.entries(parsed.data.StateMachines)) {
    const cases = new Map<string, Map<string, MockedState>>()
    machines.set(machine, cases)
    for (const [testCase, states] of Object.entries(TestCases)) {
      const mocked = new Map<string, MockedState>()
      cases.set(testCase, mocked)
      for (const [state, name] of Object.entries(states)) {
        const found = responses.get(name)
        if (found) mocked.set(state, found)
        else {
          problems.push(
            `at /StateMachines/${machine}/TestCases/${testCase}/${state}: expected the name of one of MockedResponses, found '${name}'`
          )
        }
      }
    }
  }
  if (problems.length > 0) throw invalid(path, problems)
  return machines
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new MockConfigError(
      `Expected the mock configuration file ${path} to be JSON: ${String(error)}`
    )
  }
}

function toMockedState(
  responseName: string,
  byInvocation: Record<string, MockedResponse>,
  problems: string[]
): MockedState {
  const responses: { first: number; last: number; response: MockedResponse }[] = []
  for (const [key, given] of Object.entries(byInvocation)) {
    if (!invocationsPattern.test(key)) {
      problems.push(
        `at /MockedResponses/${responseName}/${key}: expected the number of an invocation, "0", or a range of them, "1-2"`
      )
      continue
    }
    const [first = 0, last = first] = key.split('-').map(Number)
    const overlapping = responses.some((other) => first <= other.last && other.first <= last)
    if (last < first || overlapping) {
      const what = overlapping ? 'overlaps another one' : 'ends before it begins'
      problems.push(`at /MockedResponses/${responseName}/${key}: the range ${what}`)
    }
    responses.push({ first, last, response: given })
  }
  return { responseName, responses }
}

function invalid(path: string, problems: readonly string[]): MockConfigError {
  return new MockConfigError(
    `The mock configuration file ${path} is not as Step Functions Local describes it:\n  ${problems.join('\n  ')}`
  )
}
