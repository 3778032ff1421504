import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import type { Context } from '../context.ts'
import { CliFailure, exitCodes } from '../failure.ts'
import { nodeFlags } from '../node-flags.ts'

export interface ServeOptions {
  port?: string
  concurrency?: string
  durability?: string
  startEmpty?: boolean
  salvage?: boolean
  mockConfig?: string
  functions?: string
}

/**
 * Runs the engine in the foreground, with our own stdout, until it ends. Its channel ties it to us:
 * it stops in order when this process is gone, however that ends.
 */
export async function serve(context: Context, options: ServeOptions): Promise<void> {
  const args = [...nodeFlags, context.engineEntry, '--data', context.dataFolder]
  if (options.port !== undefined) args.push('--port', options.port)
  if (options.concurrency !== undefined) args.push('--concurrency', options.concurrency)
  if (options.durability !== undefined) args.push('--durability', options.durability)
  if (options.mockConfig !== undefined) args.push('--mock-config', options.mockConfig)
  if (options.functions !== undefined) args.push('--functions', options.functions)
  if (options.salvage) args.push('--salvage')
  if (options.startEmpty) args.push('--start-empty')
  const child = spawn(process.execPath, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
  const forward = (signal: NodeJS.Signals): void => {
    child.kill(signal)
  }
  // At a terminal, Ctrl-C reaches the engine by itself.
  const onInterrupt = (signal: NodeJS.Signals): void => {
    if (!process.stdin.isTTY) forward(signal)
  }
  process.on('SIGINT', onInterrupt).on('SIGTERM', forward).on('SIGHUP', forward)
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', (error) => {
      reject(
        new CliFailure(exitCodes.noEngine, `The engine could not be started: ${error.message}`, {
          cause: error
        })
      )
    })
    child.once('exit', (exitCode, signal) => {
      resolve(exitCode ?? 128 + (signal ? constants.signals[signal] : 0))
    })
  })
  process.off('SIGINT', onInterrupt).off('SIGTERM', forward).off('SIGHUP', forward)
  context.setExitCode(code)
}
