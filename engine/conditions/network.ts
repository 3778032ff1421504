import { execFile } from 'node:child_process'
import type { Fact } from './facts.ts'

const LONGEST_MILLISECONDS = 5000

/** https://networkmanager.dev/docs/api/latest/nm-dbus-types.html#NMMetered: 1 yes, 2 no, 3 and 4 guessed. */
const answers: Record<string, boolean> = { 1: true, 2: false, 3: true, 4: false }

const PROPERTY = [
  'get-property',
  'org.freedesktop.NetworkManager',
  '/org/freedesktop/NetworkManager',
  'org.freedesktop.NetworkManager',
  'Metered'
]

/** What NetworkManager says of the network in use, over the system's D-Bus. */
export function readMetered(program = 'busctl'): Promise<Fact> {
  return new Promise((resolve) => {
    execFile(program, PROPERTY, { timeout: LONGEST_MILLISECONDS }, (error, stdout) => {
      const isMetered = error ? undefined : answers[/^u (\d+)/.exec(stdout)?.[1] ?? '']
      resolve(
        isMetered === undefined
          ? {
              canTell: false,
              reason:
                'NetworkManager does not answer, which alone knows whether a network is metered.'
            }
          : { canTell: true, value: isMetered }
      )
    })
  })
}
