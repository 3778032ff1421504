import type { Client } from '../../../api/client.ts'
import type { Output } from '../../../api/index.ts'
import type { Slot } from './slots.ts'
import { runSlot } from './slots.ts'

export type Digest = NonNullable<Output<'GetDigest'>['Digest']>
export type DigestSchedule = Digest['Schedules'][number]
type DigestClient = Pick<
  Client,
  'GetDigest' | 'AcknowledgeDigest' | 'RunSlot' | 'DropSlot' | 'BackfillSchedule'
>

/** Slots of a digest that a person has still to decide about. */
export function undecided(schedules: readonly DigestSchedule[]): Slot[] {
  return schedules.flatMap(({ Slots }) => Slots.filter(({ Status }) => Status === 'MISSED'))
}

/** `4 starts were missed, 2 were made up for.` */
export function digestWords(counts: { missedCount: number; caughtUpCount: number }): string {
  const several = (count: number, verb: string): string =>
    `${count.toLocaleString()} ${count === 1 ? `start was` : 'starts were'} ${verb}`
  const { missedCount, caughtUpCount } = counts
  const parts = [
    missedCount > 0 ? several(missedCount, 'missed') : '',
    caughtUpCount > 0 ? several(caughtUpCount, 'made up for') : ''
  ].filter(Boolean)
  return parts.length > 0 ? `${parts.join(', ')}.` : 'Nothing is left to decide.'
}

const absences = {
  ASLEEP: 'Asleep',
  ENGINE_OFF: 'Engine off',
  CLOCK_CHANGED: 'Clock set forward'
} as const satisfies Record<Digest['Absences'][number]['Kind'], string>

export function absenceWords(kind: Digest['Absences'][number]['Kind']): string {
  return absences[kind]
}

/** Runs or drops several slots, one after the other; tells how many failed and why the first did. */
export class DigestDecisions {
  isBusy = $state(false)
  failure: string | undefined = $state()
  readonly #client: DigestClient

  constructor(client: DigestClient) {
    this.#client = client
  }

  runAll(slots: readonly Slot[]): Promise<number> {
    // Oldest first, as they would have come.
    return this.#each(slots.toSorted(byTime), (slot) => runSlot(this.#client, slot))
  }

  dropAll(slots: readonly Slot[]): Promise<number> {
    return this.#each(slots, ({ Name, ScheduledTime }) =>
      this.#client.DropSlot({ Name, ScheduledTime })
    )
  }

  /** Resolves to how many went well. */
  async #each(slots: readonly Slot[], act: (slot: Slot) => Promise<unknown>): Promise<number> {
    this.isBusy = true
    this.failure = undefined
    let done = 0
    for (const slot of slots) {
      try {
        await act(slot)
        done += 1
      } catch (error) {
        this.failure ??= `${slot.Name}: ${error instanceof Error ? error.message : String(error)}`
      }
    }
    this.isBusy = false
    return done
  }
}

function byTime(one: Slot, other: Slot): number {
  return one.ScheduledTime - other.ScheduledTime
}
