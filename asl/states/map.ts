/** Map; in INLINE mode it runs its processor once for each item. Spec clause "Map State". */
import { applyDataPath } from '../data/input.ts'
import { isFailure } from '../errors.ts'
import type { Failure } from '../errors.ts'
import type { Outcome } from '../errors.ts'
import { DefinitionError } from '../expressions/query.ts'
import type { Query } from '../expressions/query.ts'
import type { Frame } from '../interpreter/execution.ts'
import type { Json } from '../json.ts'
import type { Block, CompiledState } from './compiled.ts'
import { compileDistribution, enterMapRun, resumeMapRun } from './distributed-map.ts'
import type { Distribution } from './distributed-map.ts'
import { compileItems, itemsOf } from './map-items.ts'
import type { ItemsField } from './map-items.ts'
import { compileLimits, limitsOf } from './map-limits.ts'
import type { LimitFields } from './map-limits.ts'
import { failEntry, isPartlyRedriven } from './processor.ts'
import type { ChildEnded, StateProcessor, Step } from './processor.ts'

export interface CompiledMap {
  readonly processor: Block
  readonly items: ItemsField
  readonly itemSelector: Query | undefined
  readonly limits: LimitFields
  /** Present in DISTRIBUTED mode. */
  readonly distribution: Distribution | undefined
}

type Iterations = Extract<NonNullable<Frame['waiting']>, { for: 'iterations' }>
type Tally = Extract<NonNullable<Frame['waiting']>, { for: 'tally' }>
type MapState = CompiledState<'Map'>

function tallyFrameOf(step: Step, iterations: Iterations): Frame | undefined {
  return step.findFrame(iterations.firstFrameId + iterations.itemCount)
}

/** Starts iterations as far as the concurrency allows. Their first event follows `previousEventId`. */
function startIterations(
  frame: Frame,
  state: MapState,
  step: Step,
  iterations: Iterations,
  tally: Tally,
  previousEventId: number
): Failure | undefined {
  const items = itemsOf(frame, state, step)
  if (isFailure(items)) return failMap(frame, state, step, iterations, items)
  const next = { ...tally }
  const tallyFrame = tallyFrameOf(step, iterations)
  if (tallyFrame === undefined) return undefined
  step.wait(tallyFrame, next)
  if (next.dormant !== undefined) reviveIterations(step, iterations, next, next.dormant)
  while (next.running < iterations.maxConcurrency && next.nextIndex < iterations.itemCount) {
    const index = next.nextIndex
    const input = selectItem(frame, state, step, index, items[index] ?? null)
    if (isFailure(input)) return failMap(frame, state, step, iterations, input)
    const lastEventId = step.nextEventId
    step.appendLeaf(previousEventId, 'MapIterationStarted', { index, name: state.name })
    next.nextIndex += 1
    next.running += 1
    const id = iterations.firstFrameId + index
    step.startFrame({ id, index, lastEventId, input }, frame, state.processor)
  }
  return undefined
}

/** After a redrive: takes unfinished iterations up as far as the concurrency allows. */
function reviveIterations(
  step: Step,
  iterations: Iterations,
  tally: Tally,
  dormant: readonly number[]
): void {
  const taken = dormant.slice(0, Math.max(0, iterations.maxConcurrency - tally.running))
  for (const index of taken) {
    const child = step.findFrame(iterations.firstFrameId + index)
    if (child !== undefined) step.revive(child)
  }
  tally.running += taken.length
  if (taken.length === dormant.length) delete tally.dormant
  else tally.dormant = dormant.slice(taken.length)
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

/** Visits and removes the iterations that have started, and the tally. */
function endIterations(step: Step, iterations: Iterations, visit: (child: Frame) => void): void {
  const tally = tallyFrameOf(step, iterations)
  const started = tally?.waiting?.for === 'tally' ? tally.waiting.nextIndex : iterations.itemCount
  for (let index = 0; index < started; index += 1) {
    const child = step.findFrame(iterations.firstFrameId + index)
    if (child === undefined || child === tally) continue
    visit(child)
    step.removeFrame(child)
  }
  if (tally !== undefined) step.removeFrame(tally)
}

function abortIterations(
  state: MapState,
  step: Step,
  iterations: Iterations,
  previousEventId: number,
  failedChild?: Frame
): void {
  endIterations(step, iterations, (child) => {
    if (child.stateName === null || child.hasFailed === true) return
    if (child !== failedChild) {
      const details = { index: child.index, name: state.name }
      step.appendLeaf(previousEventId, 'MapIterationAborted', details)
    }
    step.abortFrame(child, previousEventId)
  })
}

/** Aborts what still runs and fails the state. */
function failMap(
  frame: Frame,
  state: MapState,
  step: Step,
  iterations: Iterations,
  failure: Failure,
  failedChild?: Frame
): Failure | undefined {
  if (isPartlyRedriven(failure)) step.keepUnfinished(frame)
  abortIterations(state, step, iterations, frame.lastEventId, failedChild)
  frame.waiting = null
  return step.failBranches(frame, state, failure, 'MapStateFailed')
}

/** All iterations have ended: their outputs in the order of the items, without tolerated failures. */
function join(
  frame: Frame,
  state: MapState,
  step: Step,
  iterations: Iterations
): Failure | undefined {
  const outputs: Json[] = []
  endIterations(step, iterations, (child) => {
    if (child.output !== undefined) outputs.push(child.output)
  })
  frame.waiting = null
  step.appendLeaf(frame.lastEventId, 'MapStateSucceeded')
  return step.succeed(frame, state, outputs)
}

/** One iteration has ended: fails, joins, or lets the next ones start. */
function countEnd(
  frame: Frame,
  state: MapState,
  step: Step,
  iterations: Iterations,
  tally: Tally,
  { child, failure }: ChildEnded
): Failure | undefined {
  const type = failure === undefined ? 'MapIterationSucceeded' : 'MapIterationFailed'
  const endedId = step.nextEventId
  step.appendLeaf(child.lastEventId, type, { index: child.index, name: state.name })
  const next = { ...tally, running: tally.running - 1 }
  if (failure === undefined) next.succeeded += 1
  else next.failed += 1
  if (failure !== undefined) {
    if (next.failed > iterations.toleratedFailures) {
      frame.lastEventId = child.lastEventId
      return failMap(frame, state, step, iterations, failure, child)
    }
    step.abortFrame(child, child.lastEventId)
    step.keepFailed(child)
  }
  if (next.succeeded + next.failed < iterations.itemCount) {
    return startIterations(frame, state, step, iterations, next, child.lastEventId)
  }
  frame.lastEventId = endedId
  return join(frame, state, step, iterations)
}

/** All that has to be known before iterations can start. */
function prepare(
  frame: Frame,
  state: MapState,
  step: Step
): Outcome<Omit<Iterations, 'for' | 'firstFrameId'>> {
  const moment = state.items.isVolatile ? { at: step.at, seed: step.draw() } : undefined
  const items = itemsOf(frame, state, step, moment)
  if (isFailure(items)) return items
  const input = applyDataPath(state.inputPath, step.scope(frame, frame.input))
  if (isFailure(input)) return input
  const limits = limitsOf(state.limits, step.scope(frame, input), items.length)
  if (isFailure(limits)) return limits
  return { itemCount: items.length, ...limits, ...(moment === undefined ? {} : { moment }) }
}

export const map: StateProcessor<'Map'> = {
  compile(state, compileBlock, language) {
    const processor = state.ItemProcessor ?? state.Iterator
    if (processor === undefined) throw new DefinitionError('A Map state needs ItemProcessor.')
    const distribution = compileDistribution(state, language)
    return {
      processor: compileBlock(processor),
      items: compileItems(state, language, distribution !== undefined),
      itemSelector: language.template(state.ItemSelector ?? state.Parameters, 'ItemSelector'),
      limits: compileLimits(state),
      distribution
    }
  },
  enter(frame, state, step) {
    const { distribution } = state
    if (distribution !== undefined) return enterMapRun(frame, state, step, distribution)
    const start = prepare(frame, state, step)
    if (isFailure(start)) return failEntry(frame, state, step, start, 'MapStateFailed')
    const { itemCount } = start
    const startedId = step.append(frame, 'MapStateStarted', { length: itemCount })
    const firstFrameId = step.reserveFrames(itemCount + 1)
    const iterations: Iterations = { for: 'iterations', firstFrameId, ...start }
    if (itemCount === 0) return join(frame, state, step, iterations)
    step.wait(frame, iterations)
    const tally = step.startTally(firstFrameId + itemCount, frame)
    if (tally.waiting?.for !== 'tally') return undefined
    return startIterations(frame, state, step, iterations, tally.waiting, startedId)
  },
  resume(frame, state, step, reason) {
    if (frame.waiting?.for === 'map-run') return resumeMapRun(frame, state, step, reason)
    if (frame.waiting?.for !== 'iterations') return undefined
    const tally = tallyFrameOf(step, frame.waiting)?.waiting
    if (tally?.for !== 'tally') return undefined
    if (reason.type === 'redriven') {
      return startIterations(frame, state, step, frame.waiting, tally, frame.lastEventId)
    }
    if (reason.type !== 'child-ended') return undefined
    return countEnd(frame, state, step, frame.waiting, tally, reason)
  },
  abort(frame, state, step, previousEventId) {
    if (frame.waiting?.for === 'map-run') {
      step.send({ type: 'stop-map-run', mapRunId: frame.waiting.mapRunId })
      step.appendLeaf(previousEventId, 'MapRunAborted')
      step.appendLeaf(previousEventId, 'MapStateAborted')
      return
    }
    if (frame.waiting?.for !== 'iterations') return
    abortIterations(state, step, frame.waiting, previousEventId)
    step.appendLeaf(previousEventId, 'MapStateAborted')
  }
}
