/** Which state is inspected: a definition's text in, one compiled state out. */
import type {
  Definition,
  MapState,
  QueryLanguage,
  State,
  StatesBlock,
  StateType
} from '../definition.ts'
import { queryLanguageOf } from '../expressions/query.ts'
import { compileMachine } from '../interpreter/machine.ts'
import type { StateMachine } from '../interpreter/machine.ts'
import { isJsonObject } from '../json.ts'
import type { JsonObject } from '../json.ts'
import type { Block } from '../states/compiled.ts'
import type { Problem } from '../validate/problem.ts'
import { validateDefinition } from '../validate/validate.ts'

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

/** What only says that this program cannot run a map run, which no inspection does. */
const passedOver = new Set(['UNSUPPORTED_MAP_MODE'])

/**
 * Finds the state to inspect: the one of this name at any depth of a whole definition, or, without a
 * name, the single state that the text is. Never throws.
 *
 * @example findSubject('{"Type":"Pass","Next":"B"}', undefined)
 */
export function findSubject(text: string, stateName: string | undefined): SubjectOutcome {
  const whole = stateName === undefined ? wrapped(text) : text
  const problems = validateDefinition(whole).problems.filter(
    ({ code, severity }) => severity === 'error' && !passedOver.has(code)
  )
  if (problems.length > 0) return { problems, text: whole }
  // Checked by the rules of the validator.
  const definition = JSON.parse(whole) as Definition
  const name = stateName ?? TESTED_STATE_NAME
  const state = statesOf(definition).get(name)
  if (state === undefined) return { names: [...statesOf(definition).keys()] }
  const machine = compileMachine(withInlineMaps(definition))
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

/** The single state in a machine of its own; the states that it goes on to stand there by name only. */
function wrapped(text: string): string {
  let state: unknown
  try {
    state = JSON.parse(text)
  } catch {
    return text
  }
  if (!isJsonObject(state)) return text
  const states: Record<string, unknown> = { [TESTED_STATE_NAME]: state }
  for (const target of targetsOf(state)) states[target] ??= { Type: 'Succeed' }
  return JSON.stringify({ StartAt: TESTED_STATE_NAME, States: states })
}

function targetsOf(state: JsonObject): string[] {
  const rules = [state['Choices'], state['Catch']].flatMap((list) =>
    Array.isArray(list) ? list.filter(isJsonObject) : []
  )
  return [state['Next'], state['Default'], ...rules.map((rule) => rule['Next'])].filter(
    (name) => typeof name === 'string'
  )
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

/** A Map is never run by an inspection: all that differs between its modes is what it is mocked with. */
function withInlineMaps<T extends StatesBlock>(block: T): T {
  const states = Object.entries(block.States).map(([name, state]) => [name, inlined(state)])
  return { ...block, States: Object.fromEntries(states) as Record<string, State> }
}

function inlined(state: State): State {
  if (state.Type === 'Parallel') return { ...state, Branches: state.Branches.map(withInlineMaps) }
  if (state.Type !== 'Map') return state
  const {
    ItemReader: _reader,
    ItemBatcher: _batcher,
    ResultWriter: _writer,
    ItemProcessor: processor,
    ...rest
  } = state
  const map: MapState = {
    ...rest,
    ...(rest.Iterator && { Iterator: withInlineMaps(rest.Iterator) })
  }
  if (processor === undefined) return map
  return {
    ...map,
    ItemProcessor: { ...withInlineMaps(processor), ProcessorConfig: { Mode: 'INLINE' } }
  }
}

/** The states that TestState takes a mock for. */
export function takesMock(type: StateType): boolean {
  return type === 'Task' || type === 'Map' || type === 'Parallel'
}
