import type { Client } from '../../../api/client.ts'
import type { Input, Output } from '../../../api/index.ts'
import { jsonProblem } from '../../editor/json-problem.ts'
import type { Recurrence, RecurrenceKind } from './recurrence.ts'
import { changeKind, expressionOf, recurrenceOf, recurrenceProblem } from './recurrence.ts'

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

const nameForm = /^[0-9a-zA-Z-_.]{1,64}$/

/** One schedule being made or changed, with the engine's own preview of its next times. */
export class ScheduleForm {
  readonly schedule: ScheduleSummary | undefined
  name = $state('')
  description = $state('')
  stateMachineArn = $state('')
  recurrence: Recurrence = $state({ kind: 'daily', time: '09:00' })
  timeZone = $state('UTC')
  input = $state('{}')
  isEnabled = $state(true)
  preview: Preview | undefined = $state()
  previewError: string | undefined = $state()
  isPreviewing = $state(false)
  isSaving = $state(false)
  saveError: string | undefined = $state()
  isSubmitted = $state(false)
  readonly expression = $derived(expressionOf(this.recurrence))
  readonly #client: ScheduleClient
  readonly #today: string
  #asked = 0

  constructor(options: ScheduleFormOptions) {
    this.#client = options.client
    this.#today = options.today
    this.schedule = options.schedule
    this.timeZone = options.timeZone
    if (options.stateMachineArn) this.stateMachineArn = options.stateMachineArn
    if (options.schedule) this.#fill(options.schedule)
  }

  #fill(schedule: ScheduleSummary): void {
    this.name = schedule.Name
    this.description = schedule.Description ?? ''
    this.stateMachineArn = schedule.Target.Arn
    this.recurrence = recurrenceOf(schedule.ScheduleExpression)
    this.timeZone = schedule.ScheduleExpressionTimezone ?? 'UTC'
    this.input = schedule.Target.Input ?? '{}'
    this.isEnabled = schedule.State === 'ENABLED'
  }

  setKind(kind: RecurrenceKind): void {
    this.recurrence = changeKind(this.recurrence, kind, this.#today)
  }

  get recurrenceError(): string | undefined {
    return recurrenceProblem(this.recurrence) ?? this.previewError
  }

  get nameError(): string | undefined {
    if (this.schedule || nameForm.test(this.name)) return undefined
    return this.name === ''
      ? 'A schedule needs a name.'
      : 'Expected up to 64 letters, digits, hyphens, underscores or dots.'
  }

  get targetError(): string | undefined {
    return this.stateMachineArn ? undefined : 'Choose what to start.'
  }

  get inputError(): string | undefined {
    return jsonProblem(this.input)?.message
  }

  get isReady(): boolean {
    const errors = [this.nameError, this.targetError, this.inputError, this.recurrenceError]
    return errors.every((error) => error === undefined)
  }

  /** Asks the engine when this would run; only the answer to the last question counts. */
  async refreshPreview(): Promise<void> {
    const asked = ++this.#asked
    if (recurrenceProblem(this.recurrence)) {
      this.preview = undefined
      this.previewError = undefined
      return
    }
    this.isPreviewing = true
    try {
      const answer = await this.#client.PreviewSchedule({
        ScheduleExpression: this.expression,
        ScheduleExpressionTimezone: this.timeZone,
        Count: 5
      })
      if (asked !== this.#asked) return
      const wrong = answer.Problems.find(({ Severity }) => Severity === 'ERROR')
      this.preview = wrong
        ? undefined
        : { description: answer.Description, dates: answer.NextInvocationDates }
      this.previewError = wrong?.Message
    } catch (error) {
      if (asked !== this.#asked) return
      this.preview = undefined
      this.previewError = error instanceof Error ? error.message : String(error)
    } finally {
      if (asked === this.#asked) this.isPreviewing = false
    }
  }

  #settings(): Input<'CreateSchedule'> {
    // What the form does not show stays as it is.
    const { Description: _, ...previous }: Partial<ScheduleSummary> = this.schedule ?? {}
    return {
      ...previous,
      Name: this.name,
      ScheduleExpression: this.expression,
      ScheduleExpressionTimezone: this.timeZone,
      State: this.isEnabled ? 'ENABLED' : 'DISABLED',
      Target: { Arn: this.stateMachineArn, Input: this.input },
      ...(this.description.trim() ? { Description: this.description.trim() } : {})
    }
  }

  /** Resolves to whether it was saved; else the errors say why not. */
  async save(): Promise<boolean> {
    this.isSubmitted = true
    this.saveError = undefined
    if (!this.isReady) return false
    this.isSaving = true
    try {
      if (this.schedule) await this.#client.UpdateSchedule(this.#settings())
      else await this.#client.CreateSchedule(this.#settings())
      return true
    } catch (error) {
      this.saveError = error instanceof Error ? error.message : String(error)
      return false
    } finally {
      this.isSaving = false
    }
  }
}
