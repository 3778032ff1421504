import type { Command } from 'commander'
import { dataFolderOf } from './data-folder.ts'
import { findEngine, openEngine } from './engine-connection.ts'
import type { EngineConnection } from './engine-connection.ts'
import { styleFor } from './style.ts'
import type { Style } from './style.ts'
import type { Terminal } from './terminal.ts'

/** What each command gets besides its own arguments. */
export interface Context {
  terminal: Terminal
  /** For results. */
  style: Style
  /** For messages. */
  errorStyle: Style
  dataFolder: string
  isJson: boolean
  /** The program to run as the engine. */
  engineEntry: string
  /** Runs `use` with an engine and closes it afterwards, whatever happens. */
  withEngine: <T>(use: (engine: EngineConnection) => Promise<T>) => Promise<T>
  /** The engine that already runs, if one does. */
  findEngine: () => Promise<EngineConnection | undefined>
  /** Ends the command with this code once it is done. */
  setExitCode: (code: number) => void
  /** Prints an answer as JSON. */
  json: (value: unknown) => void
}

/** What `program.ts` knows before a command is chosen. */
export interface CliHost {
  terminal: Terminal
  engineEntry: string
  setExitCode: (code: number) => void
}

/** The context of one call, from the options that every command has. */
export function contextOf(host: CliHost, command: Command): Context {
  const options = command.optsWithGlobals<{ data?: string; json?: boolean }>()
  const { terminal, engineEntry, setExitCode } = host
  const dataFolder = dataFolderOf(options.data, terminal.environment)
  return {
    terminal,
    style: styleFor(terminal.isTty, terminal.environment),
    errorStyle: styleFor(terminal.isErrorTty, terminal.environment),
    dataFolder,
    isJson: options.json ?? false,
    engineEntry,
    withEngine: async (use) => {
      const engine = await openEngine(engineEntry, dataFolder)
      try {
        return await use(engine)
      } finally {
        await engine.close()
      }
    },
    findEngine: () => findEngine(dataFolder),
    setExitCode,
    json: (value) => terminal.out(`${JSON.stringify(value, null, 2)}\n`)
  }
}
