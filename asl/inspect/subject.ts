/** Which state is inspected: a definition's text in, one compiled state out. */
import type { Definition, QueryLanguage, State, StatesBlock, StateType } from '../definition.ts'
import { queryLanguageOf } from '../expressions/query.ts'
import { compileMachine } from '../interpreter/machine.ts'
import type { StateMachine } from '../interpreter/machine.ts'
import { isJsonObject } from '../json.ts'
import type { JsonObject } from '../json.ts'
import type { Block } from '../states/compiled.ts'
import type { Problem } from '../validate/problem.ts'
import { validateDefinition } from '../validate/validate.ts'
import { readJson } from './read-json.ts'

/** What AWS calls a state that was given without a machine around it, and any state in its context object. */
export const TESTED_STATE_NAME = 'StateName'

export interface Subject {
  /** The state's name, in its machine. */
  readonly name: string
  /** A machine that starts at the state: its block, without what is around. */
  readonly machine: StateMachine
  readonly state: State
  readonly language: QueryLanguage
}

export type SubjectOutcome =
  | { found: Subject }
  /** The definition has errors. `text` is what was checked, the state in its machine. */
  | { problems: readonly Problem[]; text: string }
  /** The definition is right, and has no state of the name. `names` are those that it has. */
  | { names: readonly string[] }

const targetPointer = new RegExp(
  `^/States/${TESTED_STATE_NAME}/(Next|Default|(Catch|Choices)/\\d+/Next)$`
)

/** What is no problem of a single state: that the states behind it are missing. */
function isPassedOver({ code, pointer }: Problem, isSingle: boolean): boolean {
  if (!isSingle) return false
  if (code === 'MISSING_END_STATE') return pointer === ''
  return code === 'MISSING_TRANSITION_TARGET' && targetPointer.test(pointer)
}

/**
 * Finds the state to inspect: the one of this name at any depth of a whole definition, or, without a
 * name, the single state that the text is. Never throws.
 *
 * @example findSubject('{"Type":"Pass","Next":"B"}', undefined)
 */
export function findSubject(text: string, stateName: string | undefined): SubjectOutcome {
  const isSingle = stateName === undefined
  const whole = isSingle ? wrapped(text) : text
  const problems = validateDefinition(whole).problems.filter(
    (problem) => problem.severity === 'error' && !isPassedOver(problem, isSingle)
  )
  if (problems.length > 0) return { problems, text: whole }
  // Checked by the rules of the validator.
  const checked = JSON.parse(whole) as Definition
  const definition = isSingle ? withTargets(checked) : checked
  const name = stateName ?? TESTED_STATE_NAME
  const state = statesOf(definition).get(name)
  if (state === undefined) return { names: [...statesOf(definition).keys()] }
  const machine = compileMachine(definition)
  const block = blockWith(machine.root, name)
  if (block === undefined) throw new Error(`State ${name} has not been compiled`)
  return {
    found: {
      name,
      machine: {
        definition,
        root: { startAt: name, states: block.states },
        timeoutSeconds: undefined
      },
      state,
      language: queryLanguageOf(state.QueryLanguage, definition.QueryLanguage)
    }
  }
}

/** The single state in a machine of its own. */
function wrapped(text: string): string {
  const state = readJson(text)
  if (!isJsonObject(state)) return text
  return JSON.stringify({ StartAt: TESTED_STATE_NAME, States: { [TESTED_STATE_NAME]: state } })
}

/** The same with the states that the single one goes on to, which stand there by name only. */
function withTargets(definition: Definition): Definition {
  const state = definition.States[TESTED_STATE_NAME]
  if (state === undefined) return definition
  const targets = targetsOf(state).map((name) => [name, { Type: 'Succeed' }] as const)
  return { ...definition, States: { ...Object.fromEntries(targets), ...definition.States } }
}

function targetsOf(state: State): string[] {
  const rules: JsonObject[] = state.Type === 'Choice' ? state.Choices : []
  const names = [
    'Next' in state ? state.Next : undefined,
    state.Type === 'Choice' ? state.Default : undefined,
    ...rules.map((rule) => rule['Next']),
    ...('Catch' in state ? (state.Catch ?? []).map((catcher) => catcher.Next) : [])
  ]
  return names.filter((name) => typeof name === 'string')
}

function innerBlocks(state: State): StatesBlock[] {
  if (state.Type === 'Parallel') return state.Branches
  if (state.Type !== 'Map') return []
  const processor = state.ItemProcessor ?? state.Iterator
  return processor === undefined ? [] : [processor]
}

/** All states of a block and of those within its states, by name. */
export function statesOf(block: StatesBlock): Map<string, State> {
  const states = new Map<string, State>()
  for (const [name, state] of Object.entries(block.States)) {
    states.set(name, state)
    for (const inner of innerBlocks(state)) {
      for (const [innerName, innerState] of statesOf(inner)) states.set(innerName, innerState)
    }
  }
  return states
}

/** The states that a Parallel or Map runs. */
export function statesWithin(state: State): Map<string, State> {
  return new Map(innerBlocks(state).flatMap((block) => [...statesOf(block)]))
}

function blockWith(block: Block, name: string): Block | undefined {
  if (block.states.has(name)) return block
  for (const state of block.states.values()) {
    const inner: readonly Block[] =
      state.type === 'Parallel' ? state.branches : state.type === 'Map' ? [state.processor] : []
    for (const candidate of inner) {
      const found = blockWith(candidate, name)
      if (found !== undefined) return found
    }
  }
  return undefined
}

/** The states that TestState takes a mock for. */
export function takesMock(type: StateType): boolean {
  return type === 'Task' || type === 'Map' || type === 'Parallel'
}
