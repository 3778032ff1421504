import type { ChildProcess } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { defineAction } from '../contract/action.ts'
import type { ActionContext } from '../contract/context.ts'
import { TaskFailure } from '../contract/failure.ts'
import { isEngineStopping } from '../contract/interruption.ts'
import {
  attemptFiles,
  ensureFolder,
  readStarted,
  type AttemptFiles,
  type Started
} from './attempt-files.ts'
import { runErrors, runExamples } from './documentation.ts'
import { runInput, runOutput, type RunInput, type RunOutput } from './input.ts'
import { prepareLaunch } from './launch.ts'
import { LogTail } from './log-tail.ts'
import { describeCommand, lastWords, outcomeOf } from './outcome.ts'
import { cookieOf, processIdentity } from './process-table.ts'
import { endProcessTree, supervisorEnds } from './process-tree.ts'
import { startSupervisor } from './supervisor.ts'
import { waitForEnd, type End } from './wait.ts'
import { startOnWindows } from './windows.ts'

export const run = defineAction({
  name: 'run',
  title: 'Run a command',
  description:
    'Runs a command or a script on this computer, shows what it prints as it comes, and gives back its output. The command goes on when Signalbox is restarted.',
  input: runInput,
  output: runOutput,
  errors: runErrors,
  patterns: ['request-response', 'wait-for-task-token'],
  interruption: 'reattach',
  examples: runExamples,
  run: runCommand
})

/**
 * Starts the command where no earlier call for this attempt has, then waits for its end. Whether it
 * has begun is read from the attempt's folder and not from `isResumed`: the folder cannot be wrong,
 * unless the computer has gone down, for the claim is not synced.
 */
async function runCommand(input: RunInput, context: ActionContext): Promise<RunOutput> {
  const files = attemptFiles(context.files.attemptFolder)
  await ensureFolder(files)
  const isBegun = await hasBegun(files)
  if (!isBegun && context.attempt.isAfterReboot) throw await interrupted(files, input)
  const child = isBegun ? undefined : await launch(files, input, context)
  const tail = new LogTail(files, context.log)
  await tail.restore()
  const { timeoutSeconds } = input
  const end = await waitForEnd({ files, tail, context, child, timeoutSeconds })
  if (end.type === 'aborted' && isEngineStopping(context.signal.reason)) throw reasonOf(context)
  await endWhatIsLeft(files, end, child, context)
  await tail.pump(true)
  return conclude(files, input, end, context)
}

async function hasBegun(files: AttemptFiles): Promise<boolean> {
  return (await stat(files.started).catch(() => undefined)) !== undefined
}

async function launch(
  files: AttemptFiles,
  input: RunInput,
  context: ActionContext
): Promise<ChildProcess> {
  if (context.signal.aborted) throw reasonOf(context)
  const prepared = await prepareLaunch(files, input, context)
  const start = process.platform === 'win32' ? startOnWindows : startSupervisor
  try {
    return await start(files, prepared)
  } catch (error) {
    throw new TaskFailure(
      'Shell.LaunchFailed',
      `${describeCommand(input)} could not be started: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error }
    )
  }
}

async function endWhatIsLeft(
  files: AttemptFiles,
  end: End,
  child: ChildProcess | undefined,
  context: ActionContext
): Promise<void> {
  const started = (await readStarted(files)) ?? (await unclaimed(child))
  if (end.type === 'exited') await supervisorEnds(started)
  const count = await endProcessTree(cookieOf(context), started)
  if (count > 0 && end.type === 'exited') {
    context.log.write(`Ended ${count} process(es) that the command had left behind.\n`, 'info')
  }
}

/** A supervisor that was stopped before it could claim the attempt. */
async function unclaimed(child: ChildProcess | undefined): Promise<Started | undefined> {
  const identity = child?.pid === undefined ? undefined : await processIdentity(child.pid)
  if (child?.pid === undefined || identity === undefined) return undefined
  return { pid: child.pid, identity, startedAt: Date.now() }
}

async function conclude(
  files: AttemptFiles,
  input: RunInput,
  end: End,
  context: ActionContext
): Promise<RunOutput> {
  const command = describeCommand(input)
  switch (end.type) {
    case 'exited':
      return outcomeOf(files, input, end.code, end.durationSeconds)
    case 'timed-out':
      throw new TaskFailure(
        'Shell.Timeout',
        `${command} was ended after its ${input.timeoutSeconds} s.${await lastWords(files)}`
      )
    case 'flooded':
      throw new TaskFailure(
        'Shell.OutputTooLarge',
        `${command} was ended because it had printed more than 1 GiB. Send what it prints to a file.`
      )
    case 'vanished':
      throw await interrupted(files, input)
    case 'aborted':
      throw reasonOf(context)
  }
}

async function interrupted(files: AttemptFiles, input: RunInput): Promise<TaskFailure> {
  return new TaskFailure(
    'Shell.Interrupted',
    `${describeCommand(input)} has ended without leaving an exit code: the computer went down, or its supervisor was killed. It may have done its work or not.${await lastWords(files)}`
  )
}

function reasonOf(context: ActionContext): Error {
  const reason: unknown = context.signal.reason
  return reason instanceof Error ? reason : new Error('The task was ended.', { cause: reason })
}
