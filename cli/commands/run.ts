import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { ApiError } from '../../api/errors.ts'
import type { Output } from '../../api/index.ts'
import { validateDefinition } from '../../asl/validate/validate.ts'
import type { Context } from '../context.ts'
import { awaitEngine, isEngineGone } from '../engine-connection.ts'
import type { EngineConnection } from '../engine-connection.ts'
import { CliFailure, exitCodes, usageFailure } from '../failure.ts'
import { readJson, readText } from '../input.ts'
import { untilInterrupted } from '../interrupt.ts'
import { findMachine, machineNameOf } from '../names.ts'
import { hasErrors, problemLine } from '../problems.ts'
import { everyPage } from '../pages.ts'
import { createProgress, printResult } from '../progress.ts'
import { knownResources } from '../resources.ts'
import { createWatchMemory, watchExecution } from '../watch.ts'
import type { Described, Watcher } from '../watch.ts'

export interface RunOptions {
  input?: string
  name?: string
  machine?: string
  follow?: boolean
}

type Example = Output<'ListExamples'>['examples'][number]

interface Prepared {
  stateMachineArn: string
  /** What to start it with where no input is given. */
  defaultInput: string
}

/** Creates or updates the state machine of a file (or of an example), starts it and waits for its end. */
export async function run(context: Context, target: string, options: RunOptions): Promise<void> {
  const input =
    options.input === undefined ? undefined : await readJson(options.input, context.terminal)
  await context.withEngine(async (engine) => {
    const prepared = await prepare(context, engine, target, options)
    const { executionArn } = await engine.client.StartExecution({
      stateMachineArn: prepared.stateMachineArn,
      input: (input ?? prepared.defaultInput).replaceAll('{{engineUrl}}', engine.address.url),
      ...(options.name === undefined ? {} : { name: options.name })
    })
    context.terminal.err(`${executionArn}\n`)
    const goesOn = engine.isOwn
      ? 'The execution is kept, and goes on as soon as an engine runs again (signalbox serve).'
      : 'The execution goes on.'
    const described = await untilInterrupted(`No longer waiting. ${goesOn}`, (signal) => {
      const watcher = options.follow ? createProgress(context) : {}
      return watchThroughRestarts(context, engine, { executionArn, watcher, signal })
    })
    printResult(context, described)
  })
}

/** Where the engine is ended and started anew meanwhile, the execution goes on, and so does the waiting. */
async function watchThroughRestarts(
  context: Context,
  engine: EngineConnection,
  watch: { executionArn: string; watcher: Watcher; signal: AbortSignal }
): Promise<Described> {
  const { executionArn, watcher, signal } = watch
  const memory = createWatchMemory()
  let current = engine
  for (;;) {
    try {
      return await watchExecution(current, executionArn, watcher, signal, memory)
    } catch (error) {
      if (engine.isOwn || !isEngineGone(error)) throw error
      context.terminal.err('The engine has gone away. Waiting until one runs again …\n')
      current = await awaitEngine(context.dataFolder, signal)
    }
  }
}

async function prepare(
  context: Context,
  engine: EngineConnection,
  target: string,
  options: RunOptions
): Promise<Prepared> {
  const { examples } = await engine.client.ListExamples({})
  if (target !== '-' && !existsSync(target)) {
    const example = examples.find((one) => one.name === target)
    if (example) return installExample(engine, example)
    if (/[./\\]/.test(target))
      throw usageFailure(`Expected a readable file, but ${target}: there is no such file`)
    return { stateMachineArn: await findMachine(engine.client, target), defaultInput: '{}' }
  }
  const text = await readText(target, context.terminal)
  await refuseProblems(context, engine, target, text)
  const example =
    options.machine === undefined ? examples.find((one) => isSame(one.definition, text)) : undefined
  if (example) return installExample(engine, example)
  const name = options.machine ?? (target === '-' ? 'stdin' : machineNameOf(target))
  // Scripts beside the file are found; what comes by a pipe starts where the command does.
  const workFolder = dirname(resolve(target === '-' ? 'stdin' : target))
  context.terminal.err(`Tasks start in ${workFolder}\n`)
  const machine = { name, definition: text, workFolder }
  return { stateMachineArn: await putMachine(engine, machine), defaultInput: '{}' }
}

/** An example comes with files of its own, which its installation copies. */
async function installExample(engine: EngineConnection, example: Example): Promise<Prepared> {
  const { stateMachineArn, input } = await engine.client.InstallExample({ name: example.name })
  return { stateMachineArn, defaultInput: input }
}

function isSame(definition: string, text: string): boolean {
  return definition === text || isDeepStrictEqual(JSON.parse(definition), JSON.parse(text))
}

async function refuseProblems(
  context: Context,
  engine: EngineConnection,
  file: string,
  text: string
): Promise<void> {
  const { problems } = validateDefinition(text, { resources: await knownResources(engine.client) })
  for (const problem of problems)
    context.terminal.err(problemLine(file, problem, context.errorStyle))
  if (hasErrors(problems))
    throw new CliFailure(exitCodes.usage, `${file} is no valid definition: nothing was started.`)
}

async function putMachine(
  engine: EngineConnection,
  machine: { name: string; definition: string; workFolder: string }
): Promise<string> {
  const { name, definition, workFolder } = machine
  const { client } = engine
  const machines = await everyPage(async (nextToken) => {
    const page = await client.ListStateMachines(nextToken)
    return { items: page.stateMachines, nextToken: page.nextToken }
  })
  const known = machines.find((one) => one.name === name)
  if (known) {
    await client.UpdateStateMachine({
      stateMachineArn: known.stateMachineArn,
      definition,
      workFolder
    })
    return known.stateMachineArn
  }
  try {
    const { stateMachineArn } = await client.CreateStateMachine({ name, definition, workFolder })
    return stateMachineArn
  } catch (error) {
    if (error instanceof ApiError && error.errorName === 'InvalidName') {
      throw usageFailure(`${error.message} Choose a name with --machine.`)
    }
    throw error
  }
}
