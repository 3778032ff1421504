import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import type { Json } from '../../asl/json.ts'
import type { ActionContext } from '../contract/context.ts'
import { TaskFailure } from '../contract/failure.ts'
import { invalid } from './function-map.ts'
import type { LocalFunction } from './function-map.ts'

/** Lambda's own limit of a synchronous answer is 6 MB; more is not kept. */
const LARGEST_RESULT_CHARACTERS = 6_291_456

interface Ended {
  exitCode: number | null
  signal: NodeJS.Signals | null
  stdout: string
}

/**
 * Runs a function's command: the event as JSON on stdin, the result as JSON on stdout, stderr as log.
 * Throws TaskFailure with the error name and cause that AWS would give.
 */
export async function runFunction(
  local: LocalFunction,
  event: Json,
  requestId: string,
  context: Pick<ActionContext, 'signal' | 'log'>
): Promise<Json> {
  const limit = local.timeoutSeconds
  const timedOut = limit === undefined ? undefined : AbortSignal.timeout(limit * 1000)
  const signal = timedOut ? AbortSignal.any([context.signal, timedOut]) : context.signal
  const ended = await run(local, JSON.stringify(event), signal, context)
  context.signal.throwIfAborted()
  if (timedOut?.aborted) {
    const seconds = (limit ?? 0).toFixed(2)
    throw failure('Sandbox.Timedout', requestId, `Task timed out after ${seconds} seconds`)
  }
  const text = ended.stdout.trim()
  if (ended.exitCode === 0) return resultOf(text, requestId)
  throw reportedFailure(text) ?? exitFailure(ended, requestId)
}

function run(
  local: LocalFunction,
  event: string,
  signal: AbortSignal,
  { log }: Pick<ActionContext, 'log'>
): Promise<Ended> {
  signal.throwIfAborted()
  return new Promise((resolve, reject) => {
    const child = spawn(local.command, [...local.arguments], {
      cwd: local.cwd,
      env: {
        ...process.env,
        AWS_LAMBDA_FUNCTION_NAME: local.name,
        AWS_LAMBDA_FUNCTION_VERSION: local.version,
        ...local.env
      },
      stdio: ['pipe', 'pipe', 'pipe'],
      // A group of its own, so that what it has started ends with it.
      detached: process.platform !== 'win32'
    })
    let stdout = ''
    const end = (): void => endGroup(child)
    signal.addEventListener('abort', end, { once: true })
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      if (stdout.length > LARGEST_RESULT_CHARACTERS) end()
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => log.write(text, 'stderr'))
    // A command that does not read its event closes the pipe early.
    child.stdin.on('error', () => undefined).end(event)
    child.once('error', (error) => {
      signal.removeEventListener('abort', end)
      reject(invalid(`The command '${local.command}' of the function '${local.name}' cannot be started in ${local.cwd}: ${error.message}`, error)) // prettier-ignore
    })
    child.once('close', (exitCode, endSignal) => {
      signal.removeEventListener('abort', end)
      resolve({ exitCode, signal: endSignal, stdout })
    })
  })
}

function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill()
    else process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It has ended by itself meanwhile.
  }
}

function resultOf(text: string, requestId: string): Json {
  if (text === '') return null
  try {
    const result: Json = JSON.parse(text) as Json
    return result
  } catch (error) {
    throw failure(
      'Runtime.InvalidResponse',
      requestId,
      `Expected the function to print its result as JSON on stdout: ${String(error)}`
    )
  }
}

/** What a function says of its own failure: `{ errorType, errorMessage, … }` on stdout. */
function reportedFailure(text: string): TaskFailure | undefined {
  try {
    const reported: unknown = JSON.parse(text)
    if (typeof reported !== 'object' || reported === null) return undefined
    if (!('errorType' in reported) && !('errorMessage' in reported)) return undefined
    const errorType = 'errorType' in reported ? reported.errorType : 'Error'
    return new TaskFailure(String(errorType), JSON.stringify(reported))
  } catch {
    return undefined
  }
}

function exitFailure({ exitCode, signal }: Ended, requestId: string): TaskFailure {
  const how =
    exitCode === null ? `signal: ${signal ?? 'unknown'}` : `exit status ${String(exitCode)}`
  return failure('Runtime.ExitError', requestId, `Runtime exited with error: ${how}`)
}

/** As Lambda words what its sandbox has to say. */
function failure(errorType: string, requestId: string, what: string): TaskFailure {
  const errorMessage = `RequestId: ${requestId} Error: ${what}`
  return new TaskFailure(errorType, JSON.stringify({ errorType, errorMessage }))
}
