import { ApiError } from '../../api/errors.ts'
import { compileMachine } from '../../asl/interpreter/machine.ts'
import { invalidDefinitionMessage } from '../../asl/validate/diagnostic.ts'
import type { ValidateOptions } from '../../asl/validate/validate.ts'
import { validateDefinition } from '../../asl/validate/validate.ts'

/** Names of state machines and executions. https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
// eslint-disable-next-line no-control-regex -- control characters are what it forbids
const FORBIDDEN_IN_NAME = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/

/** Throws ApiError InvalidName. */
export function checkName(name: string): void {
  const found = FORBIDDEN_IN_NAME.exec(name)?.[0]
  if (name.length >= 1 && name.length <= 80 && found === undefined) return
  throw new ApiError('InvalidName', `Invalid Name: '${name}'`, {
    hint:
      'Expected 1 to 80 characters without white space, brackets, ? * " # % \\ ^ | ~ ` $ & , ; : / or control characters' +
      (found === undefined ? '.' : `, found ${JSON.stringify(found)}.`)
  })
}

/** Throws ApiError InvalidDefinition that carries every problem. */
export function checkDefinition(text: string, options: ValidateOptions): void {
  const { problems, definition } = validateDefinition(text, options)
  const errors = problems.filter(({ severity }) => severity === 'error')
  if (errors.length === 0 && definition) {
    compileMachine(definition)
    return
  }
  throw new ApiError('InvalidDefinition', invalidDefinitionMessage(problems, text), {
    problems: errors
  })
}
