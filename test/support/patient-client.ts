import type { Client } from '../../api/client.ts'

/** A connection that broke before its answer was here; an engine that is gone refuses the next one. */
function hasBroken(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNRESET'
}

/** As a program that has had no answer: each call is made again, once, with what it was made with. */
export function patient(client: Client, onBroken: () => void): Client {
  return new Proxy(client, {
    get: (target, name: keyof Client) => {
      const call = target[name] as ((input: unknown) => Promise<unknown>) | undefined
      // `await` asks whether it is a promise.
      if (!call) return undefined
      return (input: unknown) =>
        call(input).catch((error: unknown) => {
          if (!hasBroken(error)) throw error
          onBroken()
          return call(input)
        })
    }
  })
}
