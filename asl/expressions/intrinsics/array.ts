import type { Intrinsic } from './intrinsic.ts'

/** States.Array(1, $.two, 'three'): its arguments as an array. */
export const array: Intrinsic = { arity: [0, Infinity], call: (args) => [...args] }
