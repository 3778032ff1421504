import { isJsonObject } from '../json.ts'
import type { JsonObject } from '../json.ts'
import type { QueryLanguage, StateType } from '../definition.ts'
import type { BlockRule, BlockVisit, Report, StateRule, StateVisit } from './check.ts'
import { isStateType } from './fields.ts'
import { child } from './pointer.ts'

export interface Rules {
  block: readonly BlockRule[]
  state: readonly StateRule[]
}

/** AWS resolves only the exact word to JSONPath; any other value that is present means JSONata. */
function languageOf(holder: JsonObject, inherited: QueryLanguage): QueryLanguage {
  if (!Object.hasOwn(holder, 'QueryLanguage')) return inherited
  return holder['QueryLanguage'] === 'JSONPath' ? 'JSONPath' : 'JSONata'
}

/**
 * Calls each rule for each block and each state, outer ones first. States inside of Parallel and
 * Map inherit the query language of the whole machine, not that of the state around them.
 */
export function walkDefinition(definition: JsonObject, rules: Rules, report: Report): void {
  const machineLanguage = languageOf(definition, 'JSONPath')
  const walkBlock = (block: JsonObject, pointer: string, kind: BlockVisit['kind']): void => {
    const states = new Map<string, JsonObject>()
    if (isJsonObject(block['States'])) {
      for (const [name, state] of Object.entries(block['States'])) {
        if (isJsonObject(state)) states.set(name, state)
      }
    }
    const visit: BlockVisit = { kind, block, pointer, machineLanguage, states, report }
    for (const rule of rules.block) rule(visit)
    for (const [name, state] of states) {
      const statePointer = child(`${pointer}/States`, name)
      const stateVisit = visitState(visit, name, state, statePointer)
      for (const rule of rules.state) rule(stateVisit)
      for (const inner of innerBlocks(state, stateVisit.type, statePointer)) {
        walkBlock(inner.block, inner.pointer, inner.kind)
      }
    }
  }
  walkBlock(definition, '', 'machine')
}

function visitState(
  block: BlockVisit,
  name: string,
  state: JsonObject,
  pointer: string
): StateVisit {
  const type: StateType | undefined = isStateType(state['Type']) ? state['Type'] : undefined
  const language = languageOf(state, block.machineLanguage)
  return { name, state, type, pointer, language, block, report: block.report }
}

/** The blocks directly inside of a state, as far as they are objects. */
export function innerBlocks(
  state: JsonObject,
  type: StateType | undefined,
  pointer: string
): { block: JsonObject; pointer: string; kind: 'branch' | 'processor' }[] {
  const found: { block: JsonObject; pointer: string; kind: 'branch' | 'processor' }[] = []
  if (type === 'Parallel' && Array.isArray(state['Branches'])) {
    state['Branches'].forEach((block, index) => {
      if (isJsonObject(block)) {
        found.push({ block, pointer: child(`${pointer}/Branches`, index), kind: 'branch' })
      }
    })
  }
  if (type === 'Map') {
    for (const field of ['ItemProcessor', 'Iterator']) {
      const block = state[field]
      if (isJsonObject(block))
        found.push({ block, pointer: `${pointer}/${field}`, kind: 'processor' })
    }
  }
  return found
}
