import { errorNames, languageFailure } from '../../errors.ts'
import type { Outcome } from '../../errors.ts'
import type { Json } from '../../json.ts'
import type { Scope } from '../scope.ts'

/** An intrinsic function over evaluated arguments. */
export interface Intrinsic {
  /** Fewest and most arguments. */
  readonly arity: readonly [least: number, most: number]
  readonly call: (args: readonly Json[], scope: Scope) => Outcome<Json>
}

/** `States.IntrinsicFailure` with a sentence about what was expected and found. */
export function intrinsicFailure(sentence: string): Outcome<never> {
  return languageFailure(errorNames.intrinsicFailure, sentence)
}

export function shown(value: Json | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}

/** AWS rounds numbers as JavaScript's Math.round does: halves towards positive infinity. */
export function roundedInteger(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? Math.round(value) + 0 : undefined
}
