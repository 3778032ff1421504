/** Stands between unsaved changes and the way out; asks once, then lets go. */
export class LeaveGuard {
  isAsking = $state(false)
  readonly #isDirty: () => boolean
  #leave: (() => void) | undefined
  #isLettingGo = false

  constructor(isDirty: () => boolean) {
    this.#isDirty = isDirty
  }

  /** Whether the page may be left now; else the question is shown, and `leave` kept for the answer. */
  mayLeave(leave: () => void): boolean {
    if (this.#isLettingGo || !this.#isDirty()) return true
    this.#leave = leave
    this.isAsking = true
    return false
  }

  /** The person has said yes. */
  leave(): void {
    this.#isLettingGo = true
    this.#leave?.()
  }
}
