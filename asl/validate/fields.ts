/**
 * Which fields a state of each type may have.
 * https://docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html and the pages of the states.
 */
import type { StateType } from '../definition.ts'

export interface StateFields {
  required: readonly string[]
  /** In both query languages. */
  both: readonly string[]
  /** JSONPath only. */
  jsonPath: readonly string[]
  /** JSONata only. */
  jsonata: readonly string[]
}

const common = ['Type', 'Comment', 'QueryLanguage']
const transition = ['Next', 'End']
const inputOutput = ['InputPath', 'OutputPath']
const fallible = ['Retry', 'Catch']
const result = ['ResultPath', 'ResultSelector']

export const stateFields: Record<StateType, StateFields> = {
  Task: {
    required: ['Resource'],
    both: [
      ...common,
      ...transition,
      ...fallible,
      'Resource',
      'TimeoutSeconds',
      'HeartbeatSeconds',
      'Credentials',
      'Assign'
    ],
    jsonPath: [
      ...inputOutput,
      ...result,
      'Parameters',
      'TimeoutSecondsPath',
      'HeartbeatSecondsPath'
    ],
    jsonata: ['Arguments', 'Output']
  },
  Pass: {
    required: [],
    both: [...common, ...transition, 'Assign'],
    jsonPath: [...inputOutput, 'Parameters', 'Result', 'ResultPath'],
    jsonata: ['Output']
  },
  Choice: {
    required: ['Choices'],
    both: [...common, 'Choices', 'Default', 'Assign'],
    jsonPath: inputOutput,
    jsonata: ['Output']
  },
  Wait: {
    required: [],
    both: [...common, ...transition, 'Seconds', 'Timestamp', 'Assign'],
    jsonPath: [...inputOutput, 'SecondsPath', 'TimestampPath'],
    jsonata: ['Output']
  },
  Succeed: {
    required: [],
    both: common,
    jsonPath: inputOutput,
    jsonata: ['Output']
  },
  Fail: {
    required: [],
    both: [...common, 'Error', 'Cause'],
    jsonPath: ['ErrorPath', 'CausePath'],
    jsonata: []
  },
  Parallel: {
    required: ['Branches'],
    both: [...common, ...transition, ...fallible, 'Branches', 'Assign'],
    jsonPath: [...inputOutput, ...result, 'Parameters'],
    jsonata: ['Arguments', 'Output']
  },
  Map: {
    required: [],
    both: [
      ...common,
      ...transition,
      ...fallible,
      'ItemProcessor',
      'Iterator',
      'ItemSelector',
      'ItemReader',
      'ItemBatcher',
      'ResultWriter',
      'MaxConcurrency',
      'ToleratedFailureCount',
      'ToleratedFailurePercentage',
      'Label',
      'Assign'
    ],
    jsonPath: [
      ...inputOutput,
      ...result,
      'Parameters',
      'ItemsPath',
      'MaxConcurrencyPath',
      'ToleratedFailureCountPath',
      'ToleratedFailurePercentagePath'
    ],
    jsonata: ['Items', 'Output']
  }
}

export const stateTypes = Object.keys(stateFields)

/** Whether `value` is one of the eight state types. */
export function isStateType(value: unknown): value is StateType {
  return typeof value === 'string' && Object.hasOwn(stateFields, value)
}

/** Fields of a whole machine, a Parallel branch, a Map's processor. */
export const blockFields = {
  machine: ['Comment', 'StartAt', 'States', 'Version', 'TimeoutSeconds', 'QueryLanguage'],
  branch: ['Comment', 'StartAt', 'States'],
  processor: ['Comment', 'StartAt', 'States', 'ProcessorConfig']
} as const
