/** Spec clause "Transitions": every target exists, every state can be reached, the block can end. */
import { isJsonObject } from '../../json.ts'
import type { JsonObject } from '../../json.ts'
import type { BlockRule, BlockVisit, StateRule } from '../check.ts'
import { isStateType } from '../fields.ts'
import { suggestion } from '../nearest.ts'
import { child } from '../pointer.ts'

interface Target {
  name: string
  pointer: string
}

const TERMINAL_TYPES: ReadonlySet<unknown> = new Set(['Succeed', 'Fail'])
const WITHOUT_NEXT: ReadonlySet<unknown> = new Set(['Choice', 'Succeed', 'Fail'])

/** Where a state may go on, in the order of the text. Anything ill-formed is left out. */
export function targetsOf(state: JsonObject, pointer: string): Target[] {
  const targets: Target[] = []
  const add = (name: unknown, at: string): void => {
    if (typeof name === 'string') targets.push({ name, pointer: at })
  }
  for (const field of ['Choices', 'Catch']) {
    const list = state[field]
    if (!Array.isArray(list)) continue
    list.forEach((entry, index) => {
      if (isJsonObject(entry)) add(entry['Next'], `${pointer}/${field}/${String(index)}/Next`)
    })
  }
  add(state['Next'], `${pointer}/Next`)
  add(state['Default'], `${pointer}/Default`)
  return targets
}

/** Next or End: one of them, in every state that is not Choice, Succeed or Fail. */
export const checkNextOrEnd: StateRule = ({ type, state, pointer, report }) => {
  if (!type || WITHOUT_NEXT.has(type)) return
  const hasNext = Object.hasOwn(state, 'Next')
  const isEnd = state['End'] === true
  if (hasNext && isEnd) {
    report.error(pointer, "A state may have only one of ['Next', 'End']: remove one of them", {
      at: `${pointer}/End`,
      isKey: true
    })
  } else if (!hasNext && !isEnd) {
    report.error(
      pointer,
      'These fields are required: [Next] or [End]. Name the next state, or say "End": true',
      { isKey: true }
    )
  }
}

export const checkTransitions: BlockRule = (visit) => {
  const { block, pointer, states, report } = visit
  const allNames = isJsonObject(block['States']) ? Object.keys(block['States']) : []
  const exists = (name: string): boolean => allNames.includes(name)
  const startAt = block['StartAt']
  if (Object.hasOwn(block, 'StartAt')) {
    if (typeof startAt !== 'string') {
      report.error(`${pointer}/StartAt`, "Expected the name of a state for the field 'StartAt'")
    } else if (!exists(startAt)) {
      report.error(`${pointer}/StartAt`, `Missing 'StartAt' target: ${startAt}`, {
        code: 'MISSING_TRANSITION_TARGET',
        hint: suggestion(startAt, allNames)
      })
    }
  }
  const nameSet = new Set(allNames)
  const targets = new Map<string, Target[]>()
  for (const [name, state] of states) {
    const own = targetsOf(state, child(`${pointer}/States`, name))
    targets.set(name, own)
    for (const target of own) {
      if (nameSet.has(target.name)) continue
      report.error(target.pointer, `Missing 'Next' target: ${target.name}`, {
        code: 'MISSING_TRANSITION_TARGET',
        hint: suggestion(target.name, allNames)
      })
    }
  }
  checkReachability(visit, startAt, targets)
}

function checkReachability(
  { pointer, states, report }: BlockVisit,
  startAt: unknown,
  targets: ReadonlyMap<string, Target[]>
): void {
  if (states.size === 0) return
  const hasUnknownType = [...states.values()].some((state) => !isStateType(state['Type']))
  const canEnd = [...states.values()].some(
    (state) => state['End'] === true || TERMINAL_TYPES.has(state['Type'])
  )
  if (!canEnd && !hasUnknownType) {
    // AWS does not look for unreachable states in a machine that cannot end.
    report.error(pointer, 'Workflow has no terminal state', {
      code: 'MISSING_END_STATE',
      at: `${pointer}/States`,
      isKey: true
    })
    return
  }
  if (typeof startAt !== 'string' || !states.has(startAt)) return
  const reached = new Set([startAt])
  // A Set iterates over what is added while it is iterated over.
  for (const name of reached) {
    for (const target of targets.get(name) ?? []) reached.add(target.name)
  }
  for (const name of states.keys()) {
    if (reached.has(name)) continue
    report.error(child(`${pointer}/States`, name), `State "${name}" is not reachable.`, {
      code: 'MISSING_TRANSITION_TARGET',
      isKey: true
    })
  }
}
