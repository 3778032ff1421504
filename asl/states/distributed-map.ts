/**
 * Map in DISTRIBUTED mode: a map run, whose iterations are executions of their own. This file decides
 * what the run is; the host starts its children, a few at a time, and says how the run has ended.
 * https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html
 */
import { applyDataPath } from '../data/input.ts'
import type { MapState, StatesBlock } from '../definition.ts'
import { Failure, isFailure } from '../errors.ts'
import type { Outcome } from '../errors.ts'
import type { FieldLanguage } from '../expressions/field-language.ts'
import type { Query } from '../expressions/query.ts'
import type { Frame } from '../interpreter/execution.ts'
import { isJsonObject } from '../json.ts'
import type { Json } from '../json.ts'
import type { CompiledState } from './compiled.ts'
import { compileReader, compileWriter } from './map-io.ts'
import type { ReadItem, ReadItems, ReaderField, WriterField } from './map-io.ts'
import { itemListOf, pairOf } from './map-items.ts'
import { compileNumber, readLimits, toleratedFailures } from './map-limits.ts'
import type { GivenLimits, NumberField } from './map-limits.ts'
import { failEntry } from './processor.ts'
import type { Resumption, Step } from './processor.ts'

export interface Distribution {
  /** Names the run in ARNs; where absent, the state's name does. */
  readonly label: string | undefined
  /** The processor as a definition of its own, JSON text. */
  readonly processor: string
  readonly batches: Batches | undefined
  /** Present where the host reads the items. */
  readonly reader: ReaderField | undefined
  readonly writer: WriterField | undefined
}

interface Batches {
  readonly maxItems: NumberField
  readonly maxBytes: NumberField
  readonly input: Query | undefined
}

type CompiledMapState = CompiledState<'Map'>

/** What one child execution gets. */
export interface MapRunChild {
  input: Json
  /** So many items; more than one where the state has an ItemBatcher. */
  itemCount: number
}

/** Undefined where the Map is not in DISTRIBUTED mode. Throws DefinitionError for what cannot be run. */
export function compileDistribution(
  state: MapState,
  language: FieldLanguage
): Distribution | undefined {
  const block: StatesBlock & { ProcessorConfig?: unknown } = state.ItemProcessor ??
    state.Iterator ?? { StartAt: '', States: {} }
  const { ProcessorConfig: config, ...processor } = block
  const isDistributed = isJsonObject(config) && config['Mode'] === 'DISTRIBUTED'
  if (!isDistributed) return undefined
  return {
    label: state.Label,
    processor: JSON.stringify(processor),
    batches: compileBatches(state, language),
    reader: compileReader(state, language),
    writer: compileWriter(state, language)
  }
}

/** AWS makes a label up where there is none; ours is made of the state's name. */
function labelOf(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_-]+/g, '-').slice(0, 40)
}

function compileBatches(state: MapState, language: FieldLanguage): Batches | undefined {
  const batcher = state.ItemBatcher
  if (batcher === undefined) return undefined
  const number = (field: string): NumberField => {
    const fixed = batcher[field]
    const path = batcher[`${field}Path`]
    return compileNumber(
      field,
      'integer',
      typeof fixed === 'number' || typeof fixed === 'string' ? fixed : undefined,
      typeof path === 'string' ? path : undefined
    )
  }
  return {
    maxItems: number('MaxItemsPerBatch'),
    maxBytes: number('MaxInputBytesPerBatch'),
    input: language.template(batcher['BatchInput'], 'ItemBatcher/BatchInput')
  }
}

/** Records the run's start and lets the host run it. */
export function enterMapRun(
  frame: Frame,
  state: CompiledMapState,
  step: Step,
  distribution: Distribution
): Failure | undefined {
  const { reader, writer } = distribution
  const moment = state.items.isVolatile ? { at: step.at, seed: step.draw() } : undefined
  const items = reader === undefined ? itemListOf(frame, state, step, moment) : { values: [] }
  if (isFailure(items)) return failEntry(frame, state, step, items, 'MapStateFailed')
  const input = applyDataPath(state.inputPath, step.scope(frame, frame.input))
  if (isFailure(input)) return failEntry(frame, state, step, input, 'MapStateFailed')
  const scope = step.scope(frame, input)
  const read = reader?.(scope)
  if (isFailure(read)) return failEntry(frame, state, step, read, 'MapStateFailed')
  const written = writer?.(scope)
  if (isFailure(written)) return failEntry(frame, state, step, written, 'MapStateFailed')
  const itemCount = items.values.length
  // AWS does not know yet how many items a reader will find.
  step.append(frame, 'MapStateStarted', { length: itemCount })
  const limits = readLimits(state.limits, scope)
  if (isFailure(limits)) return limits
  const label = distribution.label ?? labelOf(state.name)
  const machine = step.context.stateMachine.id.replace(':stateMachine:', ':mapRun:')
  const mapRunArn = `${machine}/${label}:${uuidFrom(step.draw())}`
  const mapRunId = step.append(frame, 'MapRunStarted', { mapRunArn })
  step.send({
    type: 'start-map-run',
    ...{ mapRunId, mapRunArn, itemCount },
    ...{ label, processor: distribution.processor },
    maxConcurrency: limits.maxConcurrency ?? 0,
    toleratedFailureCount: limits.toleratedFailureCount ?? 0,
    toleratedFailurePercentage: limits.toleratedFailurePercentage ?? 0,
    toleratedFailures: toleratedFailures(limits, itemCount) ?? 0,
    ...(read === undefined ? {} : { reader: { ...read, limits: givenOf(limits) } }),
    ...(written === undefined ? {} : { writer: written })
  })
  const known = { mapRunId, ...(moment === undefined ? {} : { moment }) }
  frame.mapRun = { mapRunArn, redriveCount: 0, ...known }
  return step.wait(frame, { for: 'map-run', ...known })
}

/** Those that the state gives: what they come to is known once the items are. */
function givenOf({ toleratedFailureCount, toleratedFailurePercentage }: GivenLimits): {
  toleratedFailureCount?: number
  toleratedFailurePercentage?: number
} {
  return {
    ...(toleratedFailureCount === undefined ? {} : { toleratedFailureCount }),
    ...(toleratedFailurePercentage === undefined ? {} : { toleratedFailurePercentage })
  }
}

/** The host says how the run has ended. */
export function resumeMapRun(
  frame: Frame,
  state: CompiledMapState,
  step: Step,
  reason: Resumption
): Failure | undefined {
  if (reason.type === 'map-run-succeeded') {
    const runId = step.append(frame, 'MapRunSucceeded')
    step.appendLeaf(runId, 'MapStateSucceeded')
    frame.waiting = null
    delete frame.mapRun
    return step.succeed(frame, state, reason.output)
  }
  if (reason.type !== 'map-run-failed') return undefined
  const { error, cause } = reason
  step.append(frame, 'MapRunFailed', { error, cause })
  frame.waiting = null
  return step.failBranches(frame, state, new Failure(error, cause), 'MapStateFailed')
}

/** The input of the child that begins with the item `fromIndex`; made when it starts, never stored by the run. */
export function childOf(
  frame: Frame,
  state: CompiledMapState,
  step: Step,
  distribution: Distribution,
  fromIndex: number,
  read?: ReadItems
): Outcome<MapRunChild> {
  const items = read ?? ownItems(frame, state, step)
  if (isFailure(items)) return items
  const input = applyDataPath(state.inputPath, step.scope(frame, frame.input))
  if (isFailure(input)) return input
  const select = (index: number): Outcome<Json> => {
    const { key, value } = items.at(index)
    if (state.itemSelector === undefined) {
      return key === undefined ? value : pairOf(key, value)
    }
    const { source } = items
    const item = { index, value, source, ...(key === undefined ? {} : { key }) }
    return state.itemSelector.evaluate(step.scope(frame, input, { item }))
  }
  const { batches } = distribution
  if (batches === undefined) {
    const selected = select(fromIndex)
    return isFailure(selected) ? selected : { input: selected, itemCount: 1 }
  }
  const scope = step.scope(frame, input)
  const maxItems = batches.maxItems(scope)
  if (isFailure(maxItems)) return maxItems
  const maxBytes = batches.maxBytes(scope)
  if (isFailure(maxBytes)) return maxBytes
  const shared = batches.input?.evaluate(scope)
  if (isFailure(shared)) return shared
  const lead = shared === undefined ? {} : { BatchInput: shared }
  return fillBatch(lead, select, {
    ...{ fromIndex, itemCount: items.count },
    maxItems: maxItems || Infinity,
    maxBytes: maxBytes || LARGEST_INPUT_BYTES
  })
}

/** The items that come with the state's input. */
function ownItems(frame: Frame, state: CompiledMapState, step: Step): Outcome<ReadItems> {
  const items = itemListOf(frame, state, step)
  if (isFailure(items)) return items
  const { values, keys } = items
  const at = (index: number): ReadItem => {
    const key = keys?.[index]
    return { value: values[index] ?? null, ...(key === undefined ? {} : { key }) }
  }
  return { count: values.length, source: 'STATE_DATA', at }
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const LARGEST_INPUT_BYTES = 262_144

function fillBatch(
  lead: { BatchInput?: Json },
  select: (index: number) => Outcome<Json>,
  limits: { fromIndex: number; itemCount: number; maxItems: number; maxBytes: number }
): Outcome<MapRunChild> {
  const batch: Json[] = []
  // Characters stand for bytes here but for what is beyond ASCII, which the host's own limit catches.
  let size = JSON.stringify({ ...lead, Items: [] }).length
  for (let index = limits.fromIndex; index < limits.itemCount; index += 1) {
    if (batch.length >= limits.maxItems) break
    const item = select(index)
    if (isFailure(item)) return item
    size += JSON.stringify(item).length + 1
    if (batch.length > 0 && size > limits.maxBytes) break
    batch.push(item)
  }
  return { input: { ...lead, Items: batch }, itemCount: batch.length }
}

function uuidFrom(hex: string): string {
  const part = (from: number, to: number): string => hex.slice(from, to)
  return `${part(0, 8)}-${part(8, 12)}-4${part(13, 16)}-8${part(17, 20)}-${part(20, 32)}`
}
