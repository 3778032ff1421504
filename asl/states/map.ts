/** Map in INLINE mode: runs its processor once for each item. Spec clause "Map State". */
import { applyDataPath, readRequired } from '../data/input.ts'
import { isFailure, runtimeFailure } from '../errors.ts'
import type { Outcome } from '../errors.ts'
import { compilePath } from '../expressions/jsonpath.ts'
import type { Path } from '../expressions/jsonpath.ts'
import { compileTemplate } from '../expressions/payload-template.ts'
import { DefinitionError } from '../expressions/query.ts'
import type { Query } from '../expressions/query.ts'
import type { Scope } from '../expressions/scope.ts'
import type { Frame } from '../interpreter/execution.ts'
import type { Json } from '../json.ts'
import type { Block, CompiledState } from './compiled.ts'
import { compileLimits } from './map-limits.ts'
import type { Limits } from './map-limits.ts'
import type { StateProcessor, Step } from './processor.ts'

export interface CompiledMap {
  readonly processor: Block
  readonly itemsPath: Path | undefined
  readonly itemSelector: Query | undefined
  readonly limits: (scope: Scope, itemCount: number) => Outcome<Limits>
}

type IterationsWaiting = Extract<NonNullable<Frame['waiting']>, { for: 'iterations' }>
type MapState = CompiledState<'Map'>

/** The items, derived from the frame's input; never stored. */
export function itemsOf(frame: Frame, state: MapState, step: Step): Outcome<Json[]> {
  return step.derived(frame, () => {
    const input = applyDataPath(state.inputPath, step.scope(frame, frame.input))
    if (isFailure(input)) return input
    const scope = step.scope(frame, input)
    const items = state.itemsPath === undefined ? input : readRequired(state.itemsPath, scope)
    if (isFailure(items) || Array.isArray(items)) return items
    return runtimeFailure(`Reference path "${state.itemsPath?.text ?? '$'}" must point to array.`)
  })
}

/** Starts iterations as far as the concurrency allows. Their first event follows `previousEventId`. */
function startIterations(
  frame: Frame,
  state: MapState,
  step: Step,
  waiting: IterationsWaiting,
  previousEventId: number
): void {
  const items = itemsOf(frame, state, step)
  if (isFailure(items)) return failMap(frame, state, step, waiting, items)
  const next = { ...waiting }
  step.wait(frame, next)
  while (next.running < next.maxConcurrency && next.nextIndex < next.itemCount) {
    const index = next.nextIndex
    const value = items[index] ?? null
    const input = selectItem(frame, state, step, index, value)
    if (isFailure(input)) return failMap(frame, state, step, next, input)
    const lastEventId = step.nextEventId
    step.appendLeaf(previousEventId, 'MapIterationStarted', { index, name: state.name })
    next.nextIndex += 1
    next.running += 1
    step.startFrame(
      { id: next.firstFrameId + index, index, lastEventId, input },
      frame,
      state.processor
    )
  }
}

function selectItem(
  frame: Frame,
  state: MapState,
  step: Step,
  index: number,
  value: Json
): Outcome<Json> {
  if (state.itemSelector === undefined) return value
  const input = applyDataPath(state.inputPath, step.scope(frame, frame.input))
  if (isFailure(input)) return input
  return state.itemSelector.evaluate(step.scope(frame, input, { item: { index, value } }))
}

function eachIteration(
  step: Step,
  waiting: IterationsWaiting,
  visit: (child: Frame) => void
): void {
  for (let index = 0; index < waiting.nextIndex; index += 1) {
    const child = step.findFrame(waiting.firstFrameId + index)
    if (child === undefined) continue
    visit(child)
    step.removeFrame(child)
  }
}

/** Aborts what still runs and fails the state. */
function failMap(
  frame: Frame,
  state: MapState,
  step: Step,
  waiting: IterationsWaiting,
  failure: Parameters<Step['fail']>[2],
  failedChild?: Frame
): void {
  const previousEventId = frame.lastEventId
  abortIterations(frame, state, step, waiting, previousEventId, failedChild)
  frame.waiting = null
  step.fail(frame, state, failure, 'MapStateFailed')
}

function abortIterations(
  _frame: Frame,
  state: MapState,
  step: Step,
  waiting: IterationsWaiting,
  previousEventId: number,
  failedChild?: Frame
): void {
  eachIteration(step, waiting, (child) => {
    const isRunning = child.output === undefined
    if (isRunning && child !== failedChild && child.stateName !== null) {
      step.appendLeaf(previousEventId, 'MapIterationAborted', {
        index: child.index,
        name: state.name
      })
    }
    step.abortFrame(child, previousEventId)
  })
}

function join(frame: Frame, state: MapState, step: Step, waiting: IterationsWaiting): void {
  const outputs: Json[] = []
  eachIteration(step, waiting, (child) => {
    if (child.output !== undefined) outputs.push(child.output)
  })
  frame.waiting = null
  step.appendLeaf(frame.lastEventId, 'MapStateSucceeded')
  step.succeed(frame, state, outputs)
}

export const map: StateProcessor<'Map'> = {
  compile(state, compileBlock) {
    const processor = state.ItemProcessor ?? state.Iterator
    if (processor === undefined) throw new DefinitionError('A Map state needs ItemProcessor.')
    const mode = state.ItemProcessor?.ProcessorConfig?.Mode
    if (
      mode === 'DISTRIBUTED' ||
      state.ItemReader !== undefined ||
      state.ItemBatcher !== undefined
    ) {
      throw new DefinitionError(
        'A Map state in DISTRIBUTED mode (also ItemReader, ItemBatcher) cannot be run by this version: use Mode INLINE.'
      )
    }
    const selector = state.ItemSelector ?? state.Parameters
    return {
      processor: compileBlock(processor),
      itemsPath: state.ItemsPath === undefined ? undefined : compilePath(state.ItemsPath),
      itemSelector: selector === undefined ? undefined : compileTemplate(selector),
      limits: compileLimits(state)
    }
  },
  enter(frame, state, step) {
    const items = itemsOf(frame, state, step)
    if (isFailure(items)) return step.fail(frame, state, items)
    const input = applyDataPath(state.inputPath, step.scope(frame, frame.input))
    if (isFailure(input)) return step.fail(frame, state, input)
    const itemCount = items.length
    const limits = state.limits(step.scope(frame, input), itemCount)
    if (isFailure(limits)) return step.fail(frame, state, limits)
    const startedId = step.append(frame, 'MapStateStarted', { length: itemCount })
    const waiting: IterationsWaiting = {
      for: 'iterations',
      firstFrameId: step.reserveFrames(itemCount),
      itemCount,
      nextIndex: 0,
      running: 0,
      succeeded: 0,
      failed: 0,
      ...limits
    }
    if (itemCount === 0) return join(frame, state, step, waiting)
    startIterations(frame, state, step, waiting, startedId)
  },
  resume(frame, state, step, reason) {
    if (frame.waiting?.for !== 'iterations' || reason.type !== 'child-ended') return
    const { child, failure } = reason
    const waiting = { ...frame.waiting, running: frame.waiting.running - 1 }
    frame.lastEventId = child.lastEventId
    const type = failure === undefined ? 'MapIterationSucceeded' : 'MapIterationFailed'
    const endedId = step.nextEventId
    step.appendLeaf(child.lastEventId, type, { index: child.index, name: state.name })
    if (failure === undefined) waiting.succeeded += 1
    else waiting.failed += 1
    if (failure !== undefined) {
      if (waiting.failed > waiting.toleratedFailures) {
        return failMap(frame, state, step, waiting, failure, child)
      }
      step.abortFrame(child, child.lastEventId)
      step.removeFrame(child)
    }
    step.wait(frame, waiting)
    if (waiting.succeeded + waiting.failed < waiting.itemCount) {
      return startIterations(frame, state, step, waiting, child.lastEventId)
    }
    frame.lastEventId = endedId
    join(frame, state, step, waiting)
  },
  abort(frame, state, step, previousEventId) {
    if (frame.waiting?.for !== 'iterations') return
    abortIterations(frame, state, step, frame.waiting, previousEventId)
    step.appendLeaf(previousEventId, 'MapStateAborted')
  }
}
