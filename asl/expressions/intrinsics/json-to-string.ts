import type { Intrinsic } from './intrinsic.ts'

/** States.JsonToString($.object): compact JSON text. */
export const jsonToString: Intrinsic = {
  arity: [1, 1],
  call: ([value]) => JSON.stringify(value ?? null)
}
