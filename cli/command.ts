/** What the commands are made with. */
import type { Command } from 'commander'
import { InvalidArgumentError } from 'commander'
import type { CliHost, Context } from './context.ts'
import { contextOf } from './context.ts'

/** Options that every command has. */
export function addCommonOptions(command: Command): Command {
  return command
    .option(
      '--data <dir>',
      'data folder (default: $SIGNALBOX_DATA, else the place that the system has for it)'
    )
    .option('--json', 'print the answer as JSON')
}

export function examples(...lines: string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}\n`).join('')}`
}

/** A subcommand with the common options, quiet about how commander ends. */
export function add(
  parent: Command,
  usage: string,
  description: string,
  ...lines: string[]
): Command {
  const command = parent.command(usage).description(description)
  addCommonOptions(command)
  if (lines.length > 0) command.addHelpText('after', examples(...lines))
  return command
}

type Work<A extends unknown[]> = (context: Context, ...args: A) => Promise<void>

/** Binds a command to its work: commander hands over arguments, options, and last the command itself. */
export function bind<A extends unknown[]>(command: Command, host: CliHost, work: Work<A>): void {
  command.action(async (...args: unknown[]) => {
    // Border of commander: it passes the declared arguments, then the options, then the command.
    await work(contextOf(host, command), ...(args.slice(0, -1) as A))
  })
}

/** The value of an option that is a number from 1 on. */
export function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,6}$/.test(text))
    throw new InvalidArgumentError('Expected a whole number of at least 1.')
  return Number(text)
}

export const inputOption = ['--input <json>', 'input: JSON text, @file, or - for stdin'] as const
