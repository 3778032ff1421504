import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Durability } from './store/log-sync.ts'

export interface EngineOptions {
  /** The data folder, absolute. */
  data: string
  /** Port on loopback; 0: any that is free. Absent: the one of the last time. */
  port?: number
  /** How many actions run at once. */
  concurrency: number
  /** Of state machines that have no setting of their own. */
  durability: Durability
  /** Puts a damaged database aside and begins anew. */
  startEmpty: boolean
  /** Puts a damaged database aside and begins with what can be read of it. */
  salvage: boolean
  /** Step Functions Local's mock configuration file, absolute. */
  mockConfig?: string
  /** Which commands stand for Lambda functions, absolute. */
  functions: string
}

export type Environment = Record<string, string | undefined>

/** The command line asks for something that there is not. */
export class UsageError extends Error {
  override name = 'UsageError'
}

export const USAGE = `Usage: node engine/main.ts [options]
  --data DIR         data folder (default: $SIGNALBOX_DATA, else the system's place for it)
  --port N           port on 127.0.0.1; 0: any free one (default: the last one, else any)
  --concurrency N    how many actions run at once (default: 16)
  --durability LEVEL full: what was answered or done outlives a power loss (default); normal:
                     the end of the process only, with fewer syncs of the disk
  --salvage          put a damaged database aside and begin with what can be read of it
  --start-empty      put a damaged database aside and begin anew
  --mock-config FILE answers of test cases instead of services, in the format of Step Functions
                     Local (default: $SFN_MOCK_CONFIG)
  --functions FILE   which commands stand for Lambda functions (default: functions.json in the
                     data folder)
  --help             this text
`

const DEFAULT_CONCURRENCY = 16

/** Reads the engine's flags and environment; undefined where help is asked for. Throws UsageError. */
export function readOptions(
  args: readonly string[],
  environment: Environment
): EngineOptions | undefined {
  const values = parse(args)
  if (values.help) return undefined
  const port = integer('--port', values.port, 0, 65_535)
  const mockConfig = values['mock-config'] ?? environment['SFN_MOCK_CONFIG']
  const data = resolve(values.data ?? defaultDataFolder(process.platform, environment))
  return {
    data,
    functions: resolve(values.functions ?? join(data, 'functions.json')),
    concurrency: integer('--concurrency', values.concurrency, 1, 1000) ?? DEFAULT_CONCURRENCY,
    durability: durabilityOf(values.durability),
    startEmpty: values['start-empty'] ?? false,
    salvage: values.salvage ?? false,
    ...(port === undefined ? {} : { port }),
    ...(mockConfig ? { mockConfig: resolve(mockConfig) } : {})
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        concurrency: { type: 'string' },
        durability: { type: 'string' },
        'start-empty': { type: 'boolean' },
        salvage: { type: 'boolean' },
        'mock-config': { type: 'string' },
        functions: { type: 'string' },
        help: { type: 'boolean' }
      }
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

function durabilityOf(text = 'full'): Durability {
  if (text === 'full' || text === 'normal') return text
  throw new UsageError(`Expected --durability to be full or normal, found '${text}'.`)
}

function integer(
  flag: string,
  text: string | undefined,
  least: number,
  most: number
): number | undefined {
  if (text === undefined) return undefined
  const value = /^\d+$/.test(text) ? Number(text) : NaN
  if (value >= least && value <= most) return value
  throw new UsageError(
    `Expected ${flag} to be a whole number from ${String(least)} to ${String(most)}, found '${text}'.`
  )
}

/** Where Signalbox keeps its data unless told otherwise; the shell and the command line agree. */
export function defaultDataFolder(platform: string, environment: Environment): string {
  const named = environment['SIGNALBOX_DATA']
  if (named) return named
  if (platform === 'darwin') return join(homedir(), 'Library/Application Support/Signalbox')
  if (platform === 'win32') {
    return join(environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData/Local'), 'Signalbox')
  }
  return join(environment['XDG_DATA_HOME'] ?? join(homedir(), '.local/share'), 'signalbox')
}
