/** Where a command reads and writes; a value, so that commands can be run in tests. */
import type { Environment } from './data-folder.ts'

export interface Terminal {
  environment: Environment
  /** Results go here, and nothing else. */
  out: (text: string) => void
  /** Progress and messages for people. */
  err: (text: string) => void
  readStdin: () => Promise<string>
  /** Whether results are read by a person, and how wide the window is then. */
  isTty: boolean
  columns: number
  /** Whether messages on stderr may be coloured. */
  isErrorTty: boolean
}

/** The terminal of this process. */
export function processTerminal(): Terminal {
  return {
    environment: process.env,
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    readStdin,
    isTty: process.stdout.isTTY,
    columns: process.stdout.columns || 80,
    isErrorTty: process.stderr.isTTY
  }
}

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks).toString('utf8')
}
