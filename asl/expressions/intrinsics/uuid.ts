import type { Intrinsic } from './intrinsic.ts'

/** States.UUID(): a version 4 UUID, drawn from the activation's seed. */
export const uuid: Intrinsic = {
  arity: [0, 0],
  call(_args, scope) {
    const hex = scope.draw()
    const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) & 3)
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
  }
}
