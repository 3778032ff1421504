/** The context object, what `$$` shows. Source: developer guide "Accessing execution data". */
import type { ExecutionContext } from '../interpreter/execution.ts'
import type { Json, JsonObject } from '../json.ts'

/** The item that a Map is about; `source` and `key` in a distributed Map only. */
export interface ContextItem {
  index: number
  value: Json
  /** `STATE_DATA`, or where it was read from: `S3://bucket/key`. */
  source?: string
  /** Where the dataset is a JSON object. */
  key?: string
}

export interface ContextParts {
  execution: ExecutionContext
  input: Json
  stateName: string
  /** Milliseconds since the epoch. */
  enteredAt: number
  /** Only for states that can be retried. */
  retryCount: number | undefined
  taskToken: string | undefined
  /** The item of the closest Map around the state, or of the Map itself for its ItemSelector. */
  item: ContextItem | undefined
}

/** An instant as AWS writes it: `2026-11-23T12:49:19.123Z`. */
export function isoTime(at: number): string {
  return new Date(at).toISOString()
}

export function contextObject(parts: ContextParts): JsonObject {
  const { execution, stateMachine } = parts.execution
  const state: JsonObject = { Name: parts.stateName, EnteredTime: isoTime(parts.enteredAt) }
  if (parts.retryCount !== undefined) state['RetryCount'] = parts.retryCount
  const { redriveCount = 0 } = execution
  const context: JsonObject = {
    Execution: {
      Id: execution.id,
      Input: parts.input,
      StartTime: execution.startTime,
      Name: execution.name,
      RoleArn: execution.roleArn,
      ...(redriveCount === null ? {} : { RedriveCount: redriveCount })
    },
    StateMachine: { Id: stateMachine.id, Name: stateMachine.name },
    State: state
  }
  if (parts.item !== undefined) {
    const { index, value, key, source } = parts.item
    const item: JsonObject = { Index: index, Value: value }
    if (key !== undefined) item['Key'] = key
    if (source !== undefined) item['Source'] = source
    context['Map'] = { Item: item }
  }
  if (parts.taskToken !== undefined) context['Task'] = { Token: parts.taskToken }
  return context
}
