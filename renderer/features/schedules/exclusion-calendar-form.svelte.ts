import type { Client } from '../../../api/client.ts'
import type { Output } from '../../../api/index.ts'
import type { ExclusionRules } from './exclusions.ts'
import { rulesOf, wireRulesOf } from './exclusions.ts'

export type ExclusionCalendar = Output<'ListExclusionCalendars'>['Calendars'][number]

/** A named list of times at which schedules that name it do not run, being made or changed. */
export class ExclusionCalendarForm {
  readonly calendar: ExclusionCalendar | undefined
  name = $state('')
  description = $state('')
  rules: ExclusionRules = $state(rulesOf(undefined))
  isSaving = $state(false)
  isSubmitted = $state(false)
  saveError: string | undefined = $state()
  readonly #client: Pick<Client, 'PutExclusionCalendar'>

  constructor(client: Pick<Client, 'PutExclusionCalendar'>, calendar?: ExclusionCalendar) {
    this.#client = client
    this.calendar = calendar
    this.name = calendar?.Name ?? ''
    this.description = calendar?.Description ?? ''
    this.rules = rulesOf(calendar)
  }

  get nameError(): string | undefined {
    const name = this.name.trim()
    return name.length >= 1 && name.length <= 64 ? undefined : 'Expected 1 to 64 characters.'
  }

  /** Resolves to whether it was saved; else the errors say why not. */
  async save(): Promise<boolean> {
    this.isSubmitted = true
    this.saveError = undefined
    if (this.nameError) return false
    this.isSaving = true
    const description = this.description.trim()
    try {
      await this.#client.PutExclusionCalendar({
        Name: this.name.trim(),
        ...(description ? { Description: description } : {}),
        ...wireRulesOf(this.rules)
      })
      return true
    } catch (error) {
      this.saveError = error instanceof Error ? error.message : String(error)
      return false
    } finally {
      this.isSaving = false
    }
  }
}
