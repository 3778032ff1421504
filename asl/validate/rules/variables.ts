/** Assign: names and scopes. https://docs.aws.amazon.com/step-functions/latest/dg/workflow-variables.html */
import { isJsonObject } from '../../json.ts'
import type { Json, JsonObject } from '../../json.ts'
import type { BlockRule, Report } from '../check.ts'
import { isStateType } from '../fields.ts'
import { child } from '../pointer.ts'
import { innerBlocks } from '../walk.ts'

interface Assignment {
  name: string
  pointer: string
}

const MAX_NAME_LENGTH = 80
/** An identifier of Unicode. */
const namePattern = /^[\p{L}\p{Nl}_][\p{L}\p{Nl}_\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*$/u

/**
 * States within a Parallel or an inline Map read the variables around them, but may not have their
 * own of the same name.
 */
export const checkVariables: BlockRule = ({ kind, block, report }) => {
  if (kind === 'machine') checkScope(report, block, '', new Set())
}

function checkScope(
  report: Report,
  block: JsonObject,
  pointer: string,
  outer: ReadonlySet<string>
): void {
  const states = statesOf(block, pointer)
  const own = states.flatMap(({ state, at }) => assignmentsOf(report, state, at))
  for (const assignment of own) checkName(report, assignment, outer)
  const visible = new Set([...outer, ...own.map(({ name }) => name)])
  for (const { state, at } of states) {
    const type = isStateType(state['Type']) ? state['Type'] : undefined
    for (const inner of innerBlocks(state, type, at)) {
      checkScope(
        report,
        inner.block,
        inner.pointer,
        isDistributed(inner.block) ? new Set() : visible
      )
    }
  }
}

function statesOf(block: JsonObject, pointer: string): { state: JsonObject; at: string }[] {
  const states = block['States']
  if (!isJsonObject(states)) return []
  return Object.entries(states).flatMap(([name, state]) =>
    isJsonObject(state) ? [{ state, at: child(`${pointer}/States`, name) }] : []
  )
}

/** The child executions of a distributed Map see no variable of their parent. */
function isDistributed(block: JsonObject): boolean {
  const config = block['ProcessorConfig']
  return isJsonObject(config) && config['Mode'] === 'DISTRIBUTED'
}

function assignmentsOf(report: Report, state: JsonObject, pointer: string): Assignment[] {
  const found = namesIn(report, state['Assign'], `${pointer}/Assign`)
  for (const field of ['Choices', 'Catch']) {
    const list = state[field]
    if (!Array.isArray(list)) continue
    list.forEach((entry, index) => {
      if (!isJsonObject(entry)) return
      found.push(
        ...namesIn(report, entry['Assign'], `${child(`${pointer}/${field}`, index)}/Assign`)
      )
    })
  }
  return found
}

function namesIn(report: Report, assign: Json | undefined, pointer: string): Assignment[] {
  if (assign === undefined) return []
  if (!isJsonObject(assign)) {
    report.error(pointer, "Expected an object for the field 'Assign'")
    return []
  }
  return Object.keys(assign).map((key) => ({
    name: key.endsWith('.$') ? key.slice(0, -2) : key,
    pointer: child(pointer, key)
  }))
}

function checkName(
  report: Report,
  { name, pointer }: Assignment,
  outer: ReadonlySet<string>
): void {
  const details = { isKey: true }
  if (outer.has(name)) {
    const message = `'${name}' is a variable of the states around this block: here it can be read, not assigned. Choose another name`
    report.error(pointer, message, details)
  }
  if (name === 'states') {
    report.error(pointer, "The variable name 'states' is reserved: choose another", details)
  } else if (!namePattern.test(name) || Array.from(name).length > MAX_NAME_LENGTH) {
    report.error(
      pointer,
      `A variable name has 1 to ${String(MAX_NAME_LENGTH)} letters, digits and underscores, and does not start with a digit: found '${name}'`,
      details
    )
  }
}
