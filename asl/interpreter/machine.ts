import { compileAssign } from '../data/assign.ts'
import { compileDataPath } from '../data/input.ts'
import { compileResultPath, outputFlow } from '../data/output.ts'
import type { Definition, QueryLanguage, State, StatesBlock, StateType } from '../definition.ts'
import { fieldLanguages } from '../expressions/field-language.ts'
import type { FieldLanguage } from '../expressions/field-language.ts'
import { DefinitionError, queryLanguageOf } from '../expressions/query.ts'
import { compileCatchers } from '../retry/catcher.ts'
import type {
  Block,
  CompiledCommon,
  CompiledState,
  CompiledParts,
  StateOf
} from '../states/compiled.ts'
import { processors } from '../states/index.ts'

/** A compiled definition. Immutable, free of execution data: share one between all executions. */
export interface StateMachine {
  readonly definition: Definition
  readonly root: Block
  readonly timeoutSeconds: number | undefined
}

/**
 * Compiles a definition: paths and templates are read once. Throws a `DefinitionError` that names
 * the state where the definition is not what `validateDefinition` accepts, or uses what this version
 * cannot run.
 *
 * @example compileMachine({ StartAt: 'A', States: { A: { Type: 'Succeed' } } })
 */
export function compileMachine(definition: Definition): StateMachine {
  return {
    definition,
    root: compileBlock(definition, definition.QueryLanguage),
    timeoutSeconds: definition.TimeoutSeconds
  }
}

function compileBlock(block: StatesBlock, inherited: QueryLanguage | undefined): Block {
  const states = new Map<string, CompiledState>()
  for (const [name, state] of Object.entries(block.States)) {
    states.set(name, compileState(name, state, inherited))
  }
  for (const state of states.values()) {
    for (const target of targetsOf(state)) {
      if (!states.has(target)) {
        throw new DefinitionError(
          `State ${JSON.stringify(state.name)} goes on to ${JSON.stringify(target)}, which is no state beside it.`
        )
      }
    }
  }
  if (!states.has(block.StartAt)) {
    throw new DefinitionError(
      `StartAt names ${JSON.stringify(block.StartAt)}, which is no state of its block.`
    )
  }
  return { startAt: block.StartAt, states }
}

function targetsOf(state: CompiledState): string[] {
  const targets = state.catchers.map((catcher) => catcher.next)
  if (state.next !== null) targets.push(state.next)
  if (state.type === 'Choice') {
    targets.push(...state.choices.map((rule) => rule.next))
    if (state.defaultNext !== undefined) targets.push(state.defaultNext)
  }
  return targets
}

function compileState(
  name: string,
  state: State,
  inherited: QueryLanguage | undefined
): CompiledState {
  try {
    return compileTyped(name, state, inherited)
  } catch (error) {
    if (!(error instanceof DefinitionError) || error.message.startsWith('State ')) throw error
    throw new DefinitionError(`State ${JSON.stringify(name)}: ${error.message}`, { cause: error })
  }
}

function compileTyped(
  name: string,
  state: State,
  inherited: QueryLanguage | undefined
): CompiledState {
  const nested = (block: StatesBlock): Block => compileBlock(block, inherited)
  const language = fieldLanguages[queryLanguageOf(state.QueryLanguage, inherited)]
  const common = commonOf(name, state, language)
  switch (state.Type) {
    case 'Pass':
      return compose('Pass', common, processors.Pass.compile(state, nested, language))
    case 'Task':
      return compose('Task', common, processors.Task.compile(state, nested, language))
    case 'Choice':
      return compose('Choice', common, processors.Choice.compile(state, nested, language))
    case 'Wait':
      return compose('Wait', common, processors.Wait.compile(state, nested, language))
    case 'Succeed':
      return compose('Succeed', common, processors.Succeed.compile(state, nested, language))
    case 'Fail':
      return compose('Fail', common, processors.Fail.compile(state, nested, language))
    case 'Parallel':
      return compose('Parallel', common, processors.Parallel.compile(state, nested, language))
    case 'Map':
      return compose('Map', common, processors.Map.compile(state, nested, language))
  }
}

function compose<T extends StateType>(
  type: T,
  common: CompiledCommon,
  parts: CompiledParts[T]
): CompiledCommon & CompiledParts[T] & { readonly type: T } {
  return Object.assign({ type }, common, parts)
}

function commonOf(
  name: string,
  state: StateOf<StateType>,
  language: FieldLanguage
): CompiledCommon {
  const resultSelector = 'ResultSelector' in state ? state.ResultSelector : undefined
  const resultPath = 'ResultPath' in state ? state.ResultPath : undefined
  return {
    name,
    next: 'Next' in state ? state.Next : null,
    inputPath: compileDataPath(state.InputPath),
    output: {
      ...outputFlow(language.template(state.Output, 'Output')),
      resultSelector: language.template(resultSelector, 'ResultSelector'),
      resultPath: compileResultPath(resultPath),
      outputPath: compileDataPath(state.OutputPath)
    },
    assign: compileAssign(state.Assign, language),
    retriers: 'Retry' in state ? (state.Retry ?? []) : [],
    catchers: compileCatchers('Catch' in state ? state.Catch : undefined, language)
  }
}
