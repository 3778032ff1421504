/** Commands of the command line, in this process, against an engine in this process. */
import { announce } from '../../engine/engine-files.ts'
import { runCommandLine } from '../../cli/program.ts'
import { dataFolder } from '../../engine/data-folder.ts'
import type { TestDoors } from './doors.ts'
import { makeTempFolder } from './temp-folder.ts'

export interface CommandLine {
  /** Runs one command and answers what it has written. */
  call: (...args: string[]) => Promise<{ code: number; out: string; err: string }>
  close: () => void
}

export function commandLineOf(doors: TestDoors): CommandLine {
  const temp = makeTempFolder()
  announce(dataFolder(temp.path), { url: doors.url, token: doors.token, pid: process.pid })
  return {
    call: async (...args) => {
      let out = ''
      let err = ''
      const terminal = {
        environment: { NO_COLOR: '1' },
        out: (text: string): void => void (out += text),
        err: (text: string): void => void (err += text),
        readStdin: () => Promise.resolve(''),
        ...{ isTty: false, columns: 200, isErrorTty: false }
      }
      const code = await runCommandLine([...args, '--data', temp.path], {
        ...{ terminal, engineEntry: 'none', version: '0.0.0' }
      })
      return { code, out, err }
    },
    close: temp.remove
  }
}
