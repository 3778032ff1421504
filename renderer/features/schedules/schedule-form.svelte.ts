import type { Client } from '../../../api/client.ts'
import type { Output } from '../../../api/index.ts'
import { jsonProblem } from '../../editor/json-problem.ts'
import type { Recurrence, RecurrenceKind } from './recurrence.ts'
import { changeKind, recurrenceProblem } from './recurrence.ts'
import type { ScheduleDraft, ScheduleSummary } from './schedule-draft.ts'
import { draftOf, emptyDraft, settingsOf, timingOf } from './schedule-draft.ts'
import { secondsOfWallClock } from './time-zone-clock.ts'

type ScheduleClient = Pick<Client, 'CreateSchedule' | 'UpdateSchedule' | 'PreviewSchedule'>
export type Preview = Output<'PreviewSchedule'>

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
const PREVIEWED = 8

/** Fields that hold a number, and the least that each may be. */
const numbers = [
  { field: 'jitterMinutes', least: 0.1, whole: false },
  { field: 'remainingRuns', least: 0, whole: true },
  { field: 'spacingSeconds', least: 0, whole: true },
  { field: 'cap', least: 1, whole: true },
  { field: 'catchUpHours', least: 0.01, whole: false }
] as const
export type NumberField = (typeof numbers)[number]['field']

/** One schedule being made or changed, with the engine's own preview of its next times. */
export class ScheduleForm {
  readonly schedule: ScheduleSummary | undefined
  draft: ScheduleDraft = $state(emptyDraft('UTC'))
  preview: Preview | undefined = $state.raw()
  isPreviewing = $state(false)
  isSaving = $state(false)
  isSubmitted = $state(false)
  saveError: string | undefined = $state()
  /** Why the engine could not be asked at all. */
  #previewFailure: string | undefined = $state()
  readonly #client: ScheduleClient
  readonly #today: string
  #questions = 0
  /** What the preview is asked about. */
  readonly asked = $derived({ ...timingOf(this.draft), Input: this.draft.input })

  constructor(options: ScheduleFormOptions) {
    this.#client = options.client
    this.#today = options.today
    this.schedule = options.schedule
    this.draft = options.schedule
      ? draftOf(options.schedule)
      : emptyDraft(options.timeZone, options.stateMachineArn)
  }

  /** Says the time at this place in another way. */
  setKind(index: number, kind: RecurrenceKind): void {
    const recurrence = this.draft.recurrences[index]
    if (recurrence) this.setRecurrence(index, changeKind(recurrence, kind, this.#today))
  }

  setRecurrence(index: number, recurrence: Recurrence): void {
    this.draft.recurrences = this.draft.recurrences.with(index, recurrence)
  }

  addRecurrence(): void {
    this.draft.recurrences = [...this.draft.recurrences, { kind: 'daily', time: '12:00' }]
  }

  removeRecurrence(index: number): void {
    this.draft.recurrences = this.draft.recurrences.toSpliced(index, 1)
  }

  /** What is wrong with the time at this place: by its fields, else as the engine says. */
  recurrenceError(index: number): string | undefined {
    const recurrence = this.draft.recurrences[index]
    const member =
      index === 0 ? 'ScheduleExpression' : `AdditionalExpressions[${String(index - 1)}]`
    return (recurrence && recurrenceProblem(recurrence)) ?? this.problemOf(member)
  }

  /** The engine's error about a member of the draft, such as `Exclusions.Dates`. */
  problemOf(member: string): string | undefined {
    return this.preview?.Problems.find(
      (problem) => problem.Severity === 'ERROR' && problem.Member.startsWith(member)
    )?.Message
  }

  get warnings(): string[] {
    const problems = this.preview?.Problems ?? []
    return problems.filter((one) => one.Severity === 'WARNING').map((one) => one.Message)
  }

  get previewFailure(): string | undefined {
    return this.#previewFailure
  }

  get nameError(): string | undefined {
    if (this.schedule || nameForm.test(this.draft.name)) return undefined
    return this.draft.name === ''
      ? 'A schedule needs a name.'
      : 'Expected up to 64 letters, digits, hyphens, underscores or dots.'
  }

  get targetError(): string | undefined {
    return this.draft.stateMachineArn ? undefined : 'Choose what to start.'
  }

  get inputError(): string | undefined {
    return jsonProblem(this.draft.input)?.message
  }

  get endError(): string | undefined {
    const { start, end, timeZone } = this.draft
    const from = secondsOfWallClock(start, timeZone)
    const to = secondsOfWallClock(end, timeZone)
    return from !== undefined && to !== undefined && to <= from
      ? 'Expected an end after the start.'
      : this.problemOf('EndDate')
  }

  numberError(field: NumberField): string | undefined {
    const text = this.draft[field].trim()
    const rule = numbers.find((one) => one.field === field)
    if (text === '' || !rule) return undefined
    const value = Number(text)
    const isRight = rule.whole ? Number.isInteger(value) : Number.isFinite(value)
    return isRight && value >= rule.least
      ? undefined
      : `Expected ${rule.whole ? 'a whole number' : 'a number'} of at least ${String(rule.least)}.`
  }

  get isReady(): boolean {
    const errors = [
      this.nameError,
      this.targetError,
      this.inputError,
      this.endError,
      this.problemOf(''),
      ...this.draft.recurrences.map((_, index) => this.recurrenceError(index)),
      ...numbers.map(({ field }) => this.numberError(field))
    ]
    return errors.every((error) => error === undefined)
  }

  /** Asks the engine when this would run; only the answer to the last question counts. */
  async refreshPreview(question = this.asked): Promise<void> {
    const asked = ++this.#questions
    const isUnfinished = this.draft.recurrences.some((one) => recurrenceProblem(one))
    if (isUnfinished || numbers.some(({ field }) => this.numberError(field))) {
      this.preview = undefined
      return
    }
    this.isPreviewing = true
    try {
      const answer = await this.#client.PreviewSchedule({
        ...question,
        ...(this.inputError === undefined ? {} : { Input: '{}' }),
        Count: PREVIEWED
      })
      if (asked !== this.#questions) return
      this.preview = answer
      this.#previewFailure = undefined
    } catch (error) {
      if (asked !== this.#questions) return
      this.preview = undefined
      this.#previewFailure = error instanceof Error ? error.message : String(error)
    } finally {
      if (asked === this.#questions) this.isPreviewing = false
    }
  }

  /** Resolves to whether it was saved; else the errors say why not. */
  async save(): Promise<boolean> {
    this.isSubmitted = true
    this.saveError = undefined
    if (!this.isReady) return false
    this.isSaving = true
    try {
      const settings = settingsOf(this.draft, this.schedule)
      if (this.schedule) await this.#client.UpdateSchedule(settings)
      else await this.#client.CreateSchedule(settings)
      return true
    } catch (error) {
      this.saveError = error instanceof Error ? error.message : String(error)
      return false
    } finally {
      this.isSaving = false
    }
  }
}
