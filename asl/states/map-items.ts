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
import { isJsonObject } from '../json.ts'
import type { Json } from '../json.ts'
import type { CompiledState } from './compiled.ts'
import type { Step } from './processor.ts'

/** The items in order; with keys where they are the members of an object. */
export interface ItemList {
  readonly values: Json[]
  readonly keys?: readonly string[]
}

export interface ItemsField {
  /** `scope` is over the state's effective input. */
  readonly read: (scope: Scope) => Outcome<ItemList>
  /** Whether a second reading may yield something else: it draws or reads the clock. */
  readonly isVolatile: boolean
}

/** `takesObjects`: a distributed Map runs over the members of an object, too. */
export function compileItems(
  state: MapState,
  language: FieldLanguage,
  takesObjects: boolean
): ItemsField {
  return language.name === 'JSONata'
    ? compileQuery(state.Items, takesObjects)
    : compileFromPath(state.ItemsPath, takesObjects)
}

function compileFromPath(pathText: string | undefined, takesObjects: boolean): ItemsField {
  const path = pathText === undefined ? undefined : compilePath(pathText)
  return {
    isVolatile: false,
    read(scope) {
      const value = path === undefined ? scope.data : readRequired(path, scope)
      if (isFailure(value)) return value
      const items = listOf(value, takesObjects)
      if (items !== undefined) return items
      // AWS shows a path into the context object as it looks from inside of that.
      const shown = path?.text.replace(/^\$\$/, '$') ?? '$'
      return runtimeFailure(`Reference path "${shown}" must point to array.`)
    }
  }
}

function compileQuery(items: Json | undefined, takesObjects: boolean): ItemsField {
  const required = (value: Json): Outcome<ItemList> =>
    listOf(value, takesObjects) ??
    evaluationFailure(`Map state input must be an array but was: ${JSON.stringify(value)}`)
  if (items === undefined) return { isVolatile: false, read: (scope) => required(scope.data) }
  const query = Array.isArray(items)
    ? compileJsonataTemplate(items, 'Items')
    : compileJsonataField(items, 'Items', takesObjects ? 'items' : 'array')
  if (query === undefined) {
    throw new DefinitionError(
      `Items must be an array or an expression in {% %}, found ${JSON.stringify(items)}.`
    )
  }
  return {
    isVolatile: isVolatile(items),
    read(scope) {
      const value = query.evaluate(scope)
      return isFailure(value) ? value : required(value)
    }
  }
}

function listOf(value: Json, takesObjects: boolean): ItemList | undefined {
  if (Array.isArray(value)) return { values: value }
  if (!takesObjects || !isJsonObject(value)) return undefined
  return { values: Object.values(value), keys: Object.keys(value) }
}

/** What an iteration gets of a member where no ItemSelector says otherwise. */
export function pairOf(key: string, value: Json): Json {
  return { Key: key, Value: value }
}

/** The items, derived from the frame's input and variables; never stored. */
export function itemListOf(
  frame: Frame,
  state: CompiledState<'Map'>,
  step: Step,
  moment = momentOf(frame)
): Outcome<ItemList> {
  return step.derived(frame, () => {
    const options = moment === undefined ? {} : { moment }
    const input = applyDataPath(state.inputPath, step.scope(frame, frame.input))
    return isFailure(input) ? input : state.items.read(step.scope(frame, input, options))
  })
}

/** The items as the iterations get them. */
export function itemsOf(
  frame: Frame,
  state: CompiledState<'Map'>,
  step: Step,
  moment = momentOf(frame)
): Outcome<Json[]> {
  const items = itemListOf(frame, state, step, moment)
  if (isFailure(items)) return items
  const { values, keys } = items
  return keys === undefined ? values : values.map((value, at) => pairOf(keys[at] ?? '', value))
}

function momentOf({ waiting }: Frame): Moment | undefined {
  return waiting?.for === 'iterations' || waiting?.for === 'map-run' ? waiting.moment : undefined
}
