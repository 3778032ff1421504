/** Small machines for the tests of the rules. */
import type { Json } from '../../../asl/json.ts'
import { validateDefinition } from '../../../asl/validate/validate.ts'
import type { ValidateOptions } from '../../../asl/validate/validate.ts'

export type States = Record<string, Json>

/** The text of a machine that starts at the first of its states. */
export function machine(states: States, more: Record<string, Json> = {}): string {
  return JSON.stringify({ StartAt: Object.keys(states)[0] ?? '', States: states, ...more }, null, 2)
}

/** `severity code pointer: message` of each problem. */
export function problemsOf(text: string, options: ValidateOptions = {}): string[] {
  return validateDefinition(text, options).problems.map(
    ({ severity, code, pointer, message }) => `${severity} ${code} ${pointer}: ${message}`
  )
}

export const end: Json = { Type: 'Succeed' }

/** A machine's states: one task with these fields. */
export function task(more: Record<string, Json>): States {
  return { A: { Type: 'Task', Resource: 'plugin:shell:run', End: true, ...more } }
}
