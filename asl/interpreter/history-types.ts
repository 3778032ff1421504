import type { StateType } from '../definition.ts'
import type { HistoryEventType } from './history.ts'

/** The event that says that a state was entered. */
export const enteredType = {
  Pass: 'PassStateEntered',
  Task: 'TaskStateEntered',
  Choice: 'ChoiceStateEntered',
  Wait: 'WaitStateEntered',
  Succeed: 'SucceedStateEntered',
  Fail: 'FailStateEntered',
  Parallel: 'ParallelStateEntered',
  Map: 'MapStateEntered'
} as const satisfies Record<StateType, HistoryEventType>

/** The event that says that a state was left; a Fail state never is. */
export const exitedType = {
  Pass: 'PassStateExited',
  Task: 'TaskStateExited',
  Choice: 'ChoiceStateExited',
  Wait: 'WaitStateExited',
  Succeed: 'SucceedStateExited',
  Fail: null,
  Parallel: 'ParallelStateExited',
  Map: 'MapStateExited'
} as const satisfies Record<StateType, HistoryEventType | null>
