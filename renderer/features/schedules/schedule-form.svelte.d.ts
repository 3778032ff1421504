import type { Client } from '../../../api/client.ts'
import type { Output } from '../../../api/index.ts'
import type { Recurrence, RecurrenceKind } from './recurrence.ts'
export type ScheduleSummary = Output<'GetSchedule'>
type ScheduleClient = Pick<Client, 'CreateSchedule' | 'UpdateSchedule' | 'PreviewSchedule'>
export interface Preview {
  description: string
  /** Seconds since the epoch. */
  dates: number[]
}
export interface ScheduleFormOptions {
  client: ScheduleClient
  /** The schedule to edit; a new one where absent. */
  schedule?: ScheduleSummary
  /** For a new schedule: what it starts. */
  stateMachineArn?: string
  timeZone: string
  /** `YYYY-MM-DD` in the person's own zone. */
  today: string
}
/** One schedule being made or changed, with the engine's own preview of its next times. */
export declare class ScheduleForm {
  #private
  readonly schedule: ScheduleSummary | undefined
  name: string
  description: string
  stateMachineArn: string
  recurrence: Recurrence
  timeZone: string
  input: string
  isEnabled: boolean
  preview: Preview | undefined
  previewError: string | undefined
  isPreviewing: boolean
  isSaving: boolean
  saveError: string | undefined
  isSubmitted: boolean
  readonly expression: string
  constructor(options: ScheduleFormOptions)
  setKind(kind: RecurrenceKind): void
  get recurrenceError(): string | undefined
  get nameError(): string | undefined
  get targetError(): string | undefined
  get inputError(): string | undefined
  get isReady(): boolean
  /** Asks the engine when this would run; only the answer to the last question counts. */
  refreshPreview(): Promise<void>
  /** Resolves to whether it was saved; else the errors say why not. */
  save(): Promise<boolean>
}
export {}
