import { readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { TaskFailure } from '../contract/failure.ts'

const localFunction = z.strictObject({
  command: z.string().min(1),
  arguments: z.array(z.string()).default([]),
  cwd: z.string().min(1).optional(),
  env: z.record(z.string(), z.string()).default({}),
  timeoutSeconds: z.number().positive().optional()
})

const file = z.record(z.string().min(1), localFunction)

/** A function and the command that stands for it. */
export interface LocalFunction {
  /** Without account, region and qualifier. */
  name: string
  /** `$LATEST`, a version or an alias. */
  version: string
  command: string
  arguments: readonly string[]
  /** Absolute. */
  cwd: string
  env: Readonly<Record<string, string>>
  timeoutSeconds?: number
}

/** Finds the command of a function, by a name, a partial ARN or an ARN; with or without a qualifier. */
export type FunctionMap = (functionName: string, qualifier?: string) => LocalFunction

/**
 * Reads the file of functions, again whenever it has changed. Finding throws TaskFailure
 * `Lambda.ResourceNotFoundException` or `Lambda.InvalidFunctionMap`.
 */
export function createFunctionMap(path: string): FunctionMap {
  let known: { stamp: string; functions: z.output<typeof file> } | undefined
  const read = (): z.output<typeof file> => {
    const stats = statSync(path, { throwIfNoEntry: false })
    if (!stats) return {}
    const stamp = `${String(stats.mtimeMs)} ${String(stats.size)}`
    if (known?.stamp !== stamp) known = { stamp, functions: parse(path) }
    return known.functions
  }
  return (functionName, qualifier) => {
    const functions = read()
    const { name, arn, version } = identify(functionName, qualifier)
    const key = [functionName, arn, name].find((one) => Object.hasOwn(functions, one))
    const found = key === undefined ? undefined : functions[key]
    if (!found) throw notFound(`${arn}:${version}`, name, path)
    const { timeoutSeconds, cwd = '.', ...rest } = found
    return {
      ...{ name, version, ...rest },
      cwd: resolve(dirname(path), cwd),
      ...(timeoutSeconds === undefined ? {} : { timeoutSeconds })
    }
  }
}

function parse(path: string): z.output<typeof file> {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw invalid(`${path} cannot be read as JSON: ${String(error)}`, error)
  }
  const parsed = file.safeParse(value)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(
    (issue) => `at /${issue.path.map(String).join('/')}: ${issue.message}`
  )
  throw invalid(
    `Expected ${path} to map functions to { "command", "arguments", "cwd", "env", "timeoutSeconds" }; ${problems.join('; ')}`
  )
}

/** https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html: the forms of a function's name. */
function identify(functionName: string, qualifier: string | undefined) {
  const full = /^arn:[^:]*:lambda:([^:]*):([^:]*):function:([^:]+)(?::([^:]+))?$/.exec(functionName)
  const partial = /^(?:(\d+):function:)?([^:]+)(?::([^:]+))?$/.exec(functionName)
  const region = full?.[1] ?? 'us-east-1'
  const account = full?.[2] ?? partial?.[1] ?? '000000000000'
  const name = full?.[3] ?? partial?.[2] ?? functionName
  const version = qualifier ?? full?.[4] ?? partial?.[3] ?? '$LATEST'
  return { name, version, arn: `arn:aws:lambda:${region}:${account}:function:${name}` }
}

function notFound(arn: string, name: string, path: string): TaskFailure {
  return new TaskFailure(
    'Lambda.ResourceNotFoundException',
    `Function not found: ${arn} (Service: AWSLambda; Status Code: 404; Error Code: ResourceNotFoundException). ` +
      `To run it here, map "${name}" to a command in ${path}.`
  )
}

export function invalid(message: string, cause?: unknown): TaskFailure {
  return new TaskFailure('Lambda.InvalidFunctionMap', message, { cause })
}
