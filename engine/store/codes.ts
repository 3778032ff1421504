/**
 * Small integers that stand for words in the database. Append only: a code once released keeps
 * its meaning, for databases outlive programs.
 */
import type { TimerKind } from '../../asl/interpreter/command.ts'
import type { Execution } from '../../asl/interpreter/execution.ts'
import type { HistoryEventType } from '../../asl/interpreter/history.ts'

export type ExecutionStatus = Execution['status'] | 'PENDING_REDRIVE'
export type TaskStatus =
  'SCHEDULED' | 'RUNNING' | 'SUBMITTED' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED'

export const executionStatusCodes: Record<ExecutionStatus, number> = {
  RUNNING: 1,
  SUCCEEDED: 2,
  FAILED: 3,
  TIMED_OUT: 4,
  ABORTED: 5,
  PENDING_REDRIVE: 6
}

export const taskStatusCodes: Record<TaskStatus, number> = {
  SCHEDULED: 1,
  RUNNING: 2,
  SUBMITTED: 3,
  SUCCEEDED: 4,
  FAILED: 5,
  TIMED_OUT: 6,
  ABORTED: 7
}

export const timerKindCodes: Record<TimerKind, number> = {
  wait: 1,
  retry: 2,
  'task-timeout': 3,
  heartbeat: 4,
  'execution-timeout': 5,
  'wait-until': 6
}

export const eventTypeCodes: Record<HistoryEventType, number> = {
  ExecutionStarted: 1,
  ExecutionSucceeded: 2,
  ExecutionFailed: 3,
  ExecutionTimedOut: 4,
  ExecutionAborted: 5,
  ExecutionRedriven: 6,
  EvaluationFailed: 7,
  PassStateEntered: 10,
  PassStateExited: 11,
  ChoiceStateEntered: 12,
  ChoiceStateExited: 13,
  SucceedStateEntered: 14,
  SucceedStateExited: 15,
  FailStateEntered: 16,
  WaitStateEntered: 17,
  WaitStateExited: 18,
  WaitStateAborted: 19,
  TaskStateEntered: 20,
  TaskStateExited: 21,
  TaskStateAborted: 22,
  TaskScheduled: 23,
  TaskStarted: 24,
  TaskStartFailed: 25,
  TaskSubmitted: 26,
  TaskSubmitFailed: 27,
  TaskSucceeded: 28,
  TaskFailed: 29,
  TaskTimedOut: 30,
  LambdaFunctionScheduled: 31,
  LambdaFunctionScheduleFailed: 32,
  LambdaFunctionStarted: 33,
  LambdaFunctionStartFailed: 34,
  LambdaFunctionSucceeded: 35,
  LambdaFunctionFailed: 36,
  LambdaFunctionTimedOut: 37,
  ActivityScheduled: 38,
  ActivityScheduleFailed: 39,
  ActivityStarted: 40,
  ActivitySucceeded: 41,
  ActivityFailed: 42,
  ActivityTimedOut: 43,
  ParallelStateEntered: 44,
  ParallelStateStarted: 45,
  ParallelStateSucceeded: 46,
  ParallelStateFailed: 47,
  ParallelStateAborted: 48,
  ParallelStateExited: 49,
  MapStateEntered: 50,
  MapStateStarted: 51,
  MapStateSucceeded: 52,
  MapStateFailed: 53,
  MapStateAborted: 54,
  MapStateExited: 55,
  MapIterationStarted: 56,
  MapIterationSucceeded: 57,
  MapIterationFailed: 58,
  MapIterationAborted: 59,
  MapRunStarted: 60,
  MapRunSucceeded: 61,
  MapRunFailed: 62,
  MapRunAborted: 63,
  MapRunRedriven: 64
}

function decoder<Word extends string>(codes: Record<Word, number>, what: string) {
  const words = new Map<number, Word>()
  for (const word in codes) words.set(codes[word], word)
  return (code: number): Word => {
    const word = words.get(code)
    if (word === undefined) throw new Error(`Unknown ${what} code ${String(code)} in the database`)
    return word
  }
}

export const executionStatusOf = decoder(executionStatusCodes, 'execution status')
export const taskStatusOf = decoder(taskStatusCodes, 'task status')
export const eventTypeOf = decoder(eventTypeCodes, 'history event type')
