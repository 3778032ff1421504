import type { Client } from '../../../api/client.ts'
import type { OverlapPolicy } from './policies.ts'
import { secondsOfWallClock } from './time-zone-clock.ts'

/** The past times of a schedule that shall run now: from when to when, and how beside each other. */
export class BackfillForm {
  /** `2026-11-01T00:00` on the clocks of the zone. */
  from = $state('')
  to = $state('')
  overlapPolicy: OverlapPolicy = $state('BUFFER_ALL')
  isBusy = $state(false)
  isSubmitted = $state(false)
  error: string | undefined = $state()
  readonly #client: Pick<Client, 'BackfillSchedule'>
  readonly #name: string
  readonly #timeZone: string

  constructor(client: Pick<Client, 'BackfillSchedule'>, name: string, timeZone: string) {
    this.#client = client
    this.#name = name
    this.#timeZone = timeZone
  }

  get fromError(): string | undefined {
    return secondsOfWallClock(this.from, this.#timeZone) === undefined
      ? 'Choose a date and a time.'
      : undefined
  }

  get toError(): string | undefined {
    const from = secondsOfWallClock(this.from, this.#timeZone)
    const to = secondsOfWallClock(this.to, this.#timeZone)
    if (to === undefined) return 'Choose a date and a time.'
    return from !== undefined && to < from ? 'Expected an end after the start.' : undefined
  }

  /** Resolves to what happens now, in a sentence; undefined where the errors say why nothing does. */
  async start(): Promise<string | undefined> {
    this.isSubmitted = true
    this.error = undefined
    const StartTime = secondsOfWallClock(this.from, this.#timeZone)
    const EndTime = secondsOfWallClock(this.to, this.#timeZone)
    const hasErrors = this.fromError !== undefined || this.toError !== undefined
    if (StartTime === undefined || EndTime === undefined || hasErrors) return undefined
    this.isBusy = true
    try {
      const { SlotCount, AlreadyRanCount } = await this.#client.BackfillSchedule({
        Name: this.#name,
        StartTime,
        EndTime,
        OverlapPolicy: this.overlapPolicy
      })
      const ran = AlreadyRanCount > 0 ? `; ${String(AlreadyRanCount)} had run before` : ''
      return `${String(SlotCount)} ${SlotCount === 1 ? 'time runs' : 'times run'} now${ran}`
    } catch (error) {
      this.error = error instanceof Error ? error.message : String(error)
      return undefined
    } finally {
      this.isBusy = false
    }
  }
}
