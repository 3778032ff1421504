/** The items of a Map: its input, ItemsPath, or JSONata's Items. */
import { applyDataPath, readRequired } from '../data/input.ts'
import type { MapState } from '../definition.ts'
import { evaluationFailure, isFailure, runtimeFailure } from '../errors.ts'
import type { Outcome } from '../errors.ts'
import type { FieldLanguage } from '../expressions/field-language.ts'
import { compileJsonataField, isVolatile } from '../expressions/jsonata-query.ts'
import { compileJsonataTemplate } from '../expressions/jsonata-template.ts'
import { compilePath } from '../expressions/jsonpath.ts'
import { DefinitionError } from '../expressions/query.ts'
import type { Scope } from '../expressions/scope.ts'
import type { Frame, Moment } from '../interpreter/execution.ts'
import type { Json } from '../json.ts'
import type { CompiledState } from './compiled.ts'
import type { Step } from './processor.ts'

export interface ItemsField {
  /** `scope` is over the state's effective input. */
  readonly read: (scope: Scope) => Outcome<Json[]>
  /** Whether a second reading may yield something else: it draws or reads the clock. */
  readonly isVolatile: boolean
}

export function compileItems(state: MapState, language: FieldLanguage): ItemsField {
  return language.name === 'JSONata' ? compileQuery(state.Items) : compileFromPath(state.ItemsPath)
}

function compileFromPath(pathText: string | undefined): ItemsField {
  const path = pathText === undefined ? undefined : compilePath(pathText)
  return {
    isVolatile: false,
    read(scope) {
      const items = path === undefined ? scope.data : readRequired(path, scope)
      if (isFailure(items) || Array.isArray(items)) return items
      // AWS shows a path into the context object as it looks from inside of that.
      const shown = path?.text.replace(/^\$\$/, '$') ?? '$'
      return runtimeFailure(`Reference path "${shown}" must point to array.`)
    }
  }
}

function compileQuery(items: Json | undefined): ItemsField {
  if (items === undefined) return { isVolatile: false, read: (scope) => requireArray(scope.data) }
  const query = Array.isArray(items)
    ? compileJsonataTemplate(items, 'Items')
    : compileJsonataField(items, 'Items', 'array')
  if (query === undefined) {
    throw new DefinitionError(
      `Items must be an array or an expression in {% %}, found ${JSON.stringify(items)}.`
    )
  }
  return {
    isVolatile: isVolatile(items),
    read(scope) {
      const value = query.evaluate(scope)
      return isFailure(value) ? value : requireArray(value)
    }
  }
}

function requireArray(value: Json): Outcome<Json[]> {
  if (Array.isArray(value)) return value
  return evaluationFailure(`Map state input must be an array but was: ${JSON.stringify(value)}`)
}

/** The items, derived from the frame's input and variables; never stored. */
export function itemsOf(
  frame: Frame,
  state: CompiledState<'Map'>,
  step: Step,
  moment = momentOf(frame)
): Outcome<Json[]> {
  return step.derived(frame, () => {
    const options = moment === undefined ? {} : { moment }
    const input = applyDataPath(state.inputPath, step.scope(frame, frame.input))
    return isFailure(input) ? input : state.items.read(step.scope(frame, input, options))
  })
}

function momentOf({ waiting }: Frame): Moment | undefined {
  return waiting?.for === 'iterations' || waiting?.for === 'map-run' ? waiting.moment : undefined
}
