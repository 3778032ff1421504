import type { Client } from '../../../api/client.ts'
type RunClient = Pick<
  Client,
  'SearchExecutions' | 'DescribeExecution' | 'ListExamples' | 'StartExecution'
>
export type InputSource = 'last' | 'example' | 'empty'
/** What a person fills in to start an execution. */
export declare class RunForm {
  #private
  input: string
  name: string
  /** Where the prefilled input came from. */
  source: InputSource
  isLoading: boolean
  isStarting: boolean
  startError: string | undefined
  constructor(client: RunClient, stateMachineArn: string)
  get inputError(): string | undefined
  get nameError(): string | undefined
  /** Prefills the input: the last execution's, else the example's, else an empty object. */
  load(): Promise<void>
  /** Resolves to the new execution's ARN; undefined where something is wrong. */
  start(): Promise<string | undefined>
}
export {}
