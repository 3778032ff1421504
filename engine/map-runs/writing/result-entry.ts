/**
 * What a result writer writes of one child.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */
import type { ResultWriterRequest } from '../../../asl/interpreter/map-run.ts'
import type { Json, JsonObject } from '../../../asl/json.ts'
import { executionArn, stateMachineArn } from '../../arns.ts'
import type { ChildResult } from '../../store/queries/map-run-items.ts'

/** The texts of one child's results: several where its array is flattened. Failed ones are never transformed. */
export function resultTexts(
  machineName: string,
  child: ChildResult,
  { transformation }: Pick<ResultWriterRequest, 'transformation'>
): string[] {
  const isWhole = transformation === 'NONE' || child.output === null
  if (isWhole) return [JSON.stringify(entryOf(machineName, child))]
  const output = child.output ?? 'null'
  if (transformation === 'COMPACT') return [output]
  const value = JSON.parse(output) as Json
  return Array.isArray(value) ? value.map((one) => JSON.stringify(one)) : [output]
}

function entryOf(machineName: string, child: ChildResult): JsonObject {
  const { status, output, error, cause, stoppedAt } = child
  const isRedrivable = status !== 'SUCCEEDED'
  return {
    ...(cause === null ? {} : { Cause: cause }),
    ...(error === null ? {} : { Error: error }),
    ExecutionArn: executionArn(machineName, child.name),
    Input: child.input,
    InputDetails: { Included: true },
    Name: child.name,
    ...(output === null ? {} : { Output: output, OutputDetails: { Included: true } }),
    RedriveCount: child.redriveCount,
    RedriveStatus: isRedrivable ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
    ...(isRedrivable
      ? {}
      : { RedriveStatusReason: `Execution is ${status} and cannot be redriven` }),
    StartDate: new Date(child.startedAt).toISOString(),
    StateMachineArn: stateMachineArn(machineName),
    Status: status,
    ...(stoppedAt === null ? {} : { StopDate: new Date(stoppedAt).toISOString() })
  }
}
