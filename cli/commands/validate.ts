import { validateDefinition } from '../../asl/validate/validate.ts'
import type { KnownResource } from '../../asl/validate/validate.ts'
import type { Context } from '../context.ts'
import { exitCodes } from '../failure.ts'
import { readText } from '../input.ts'
import { hasErrors, problemLine } from '../problems.ts'
import { knownResources } from '../resources.ts'

export interface ValidateCommandOptions {
  type?: 'STANDARD' | 'EXPRESS'
  strict?: boolean
  aws?: boolean
}

/**
 * Checks definitions, one line a problem. Needs no engine; where one runs, its plugins are asked
 * which resources exist. With `aws`, checks instead whether AWS would accept them.
 */
export async function validate(
  context: Context,
  files: readonly string[],
  options: ValidateCommandOptions
): Promise<void> {
  const resources = options.aws ? undefined : await resourcesOfRunningEngine(context)
  const results = []
  for (const file of files) {
    const text = await readText(file, context.terminal)
    const { problems } = validateDefinition(text, {
      ...(options.type ? { type: options.type } : {}),
      ...(resources ? { resources } : {}),
      ...(options.aws ? { target: 'aws' } : {})
    })
    results.push({ file, isValid: !hasErrors(problems), problems })
  }
  if (context.isJson) context.json(results)
  else {
    for (const { file, problems } of results) {
      for (const problem of problems)
        context.terminal.out(problemLine(file, problem, context.style))
    }
    const valid = results.filter((result) => result.isValid).length
    const count = `${String(valid)} of ${String(results.length)}`
    context.terminal.err(options.aws ? `AWS would accept ${count}\n` : `${count} valid\n`)
  }
  const isBad = results.some(
    (result) => !result.isValid || (options.strict && result.problems.length > 0)
  )
  if (isBad) context.setExitCode(exitCodes.failed)
}

async function resourcesOfRunningEngine(context: Context): Promise<KnownResource[] | undefined> {
  try {
    const engine = await context.findEngine()
    return engine && (await knownResources(engine.client))
  } catch {
    // The check of resources is extra here: without an engine's answer the rest is still checked.
    return undefined
  }
}
