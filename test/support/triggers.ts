/** Triggers of an engine in this process. */
import type { Input, Output } from '../../api/index.ts'
import type { TestDoors } from './doors.ts'

/** Hands its input on. */
export const echo = { StartAt: 'Echo', States: { Echo: { Type: 'Pass', End: true } } }

type Settings = Input<'CreateTrigger'>['settings']
type Firing = Output<'ListFirings'>['firings'][number]

export interface TriggerVerbs {
  /** Makes a trigger on the state machine `name`; waits until it watches. */
  create: (
    name: string,
    settings: Settings,
    more?: Partial<Input<'CreateTrigger'>>
  ) => Promise<Output<'CreateTrigger'>>
  get: (name: string) => Promise<Output<'GetTrigger'>['trigger']>
  /** Newest first. */
  firings: (name: string) => Promise<Firing[]>
  /** Waits until there are so many. */
  fired: (name: string, count: number) => Promise<Firing[]>
}

export function triggersOf({ client }: TestDoors, stateMachineArn: string): TriggerVerbs {
  const get = async (name: string) => (await client.GetTrigger({ name })).trigger
  const firings = async (name: string) =>
    (await client.ListFirings({ name, maxResults: 1000 })).firings
  return {
    get,
    firings,
    create: async (name, settings, more = {}) => {
      const made = await client.CreateTrigger({ name, stateMachineArn, settings, ...more })
      let status = 'STARTING'
      const look = async (): Promise<void> => {
        status = (await get(name)).health.status
      }
      for (let tries = 0; status === 'STARTING' && tries < 400; tries++) {
        await new Promise((resolve) => setTimeout(resolve, 5))
        await look()
      }
      return made
    },
    fired: async (name, count) => {
      const deadline = performance.now() + 20_000
      for (;;) {
        const found = await firings(name)
        if (found.length >= count) return found
        if (performance.now() > deadline) {
          throw new Error(`${name} has fired ${String(found.length)} times in 20 s`)
        }
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    }
  }
}
