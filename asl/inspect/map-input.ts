/** What a Map makes of its input before its iterations start. Spec clause "Map State". */
import { applyDataPath } from '../data/input.ts'
import type { MapState } from '../definition.ts'
import { errorNames, Failure, isFailure } from '../errors.ts'
import type { Frame } from '../interpreter/execution.ts'
import { isJsonObject } from '../json.ts'
import type { Json } from '../json.ts'
import type { CompiledState } from '../states/compiled.ts'
import { itemsOf } from '../states/map-items.ts'
import { readLimits, toleratedFailures } from '../states/map-limits.ts'
import type { GivenLimits } from '../states/map-limits.ts'
import { readItemData } from './item-data.ts'
import type { InspectedStep } from './inspected-step.ts'
import type { InspectionData, InspectionRequest, StateConfiguration } from './inspection.ts'

type Map = CompiledState<'Map'>

/**
 * Takes down the items, what ItemSelector and ItemBatcher make of them, and the limits. The failure is
 * that of the fields, or of more failed iterations than are tolerated.
 */
export function enterMap(
  step: InspectedStep,
  frame: Frame,
  state: Map,
  { subject, configuration, mock }: InspectionRequest
): Failure | undefined {
  const definition = subject.state
  if (definition.Type !== 'Map') throw new Error(`State ${subject.name} is no Map`)
  const { data } = step
  const items =
    definition.ItemReader === undefined
      ? itemsOf(frame, state, step)
      : itemsRead(definition, configuration, data)
  if (isFailure(items)) return items
  if (definition.ItemReader === undefined && subject.language === 'JSONPath') {
    data.afterItemsPath = JSON.stringify(items)
  }
  const input = applyDataPath(state.inputPath, step.scope(frame, frame.input))
  if (isFailure(input)) return input
  const limits = readLimits(state.limits, step.scope(frame, input))
  if (isFailure(limits)) return limits
  showLimits(data, limits)
  const selected = selectItems(step, frame, state, input, items)
  if (isFailure(selected)) return selected
  if (selected !== undefined) data.afterItemSelector = JSON.stringify(selected)
  showBatches(data, definition, selected ?? items)
  const failed = configuration.mapIterationFailureCount
  const isMockedWell = mock !== undefined && 'result' in mock
  if (failed === undefined || !isMockedWell) return undefined
  const tolerated = toleratedFailures(limits, items?.length ?? failed)
  // AWS looks at the count only where the state says what it tolerates.
  return tolerated !== undefined && failed > tolerated
    ? new Failure(
        errorNames.exceedToleratedFailureThreshold,
        'The specified tolerated failure threshold was exceeded'
      )
    : undefined
}

function showLimits(data: InspectionData, limits: GivenLimits): void {
  data.maxConcurrency = limits.maxConcurrency ?? 0
  if (limits.toleratedFailureCount !== undefined) {
    data.toleratedFailureCount = limits.toleratedFailureCount
  }
  if (limits.toleratedFailurePercentage !== undefined) {
    data.toleratedFailurePercentage = limits.toleratedFailurePercentage
  }
}

/** What the ItemReader is said to have read; undefined where nothing is said, or it is no list. */
function itemsRead(
  { ItemReader: reader }: MapState,
  { mapItemReaderData: text }: StateConfiguration,
  data: InspectionData
): Json[] | undefined {
  if (text === undefined) return undefined
  const read = readItemData(text, reader)
  if (read === undefined) return undefined
  const config = reader?.['ReaderConfig']
  const pointer = isJsonObject(config) ? config['ItemsPointer'] : undefined
  const pointed = typeof pointer === 'string' ? pointedAt(read, pointer) : read
  if (typeof pointer === 'string' && pointed !== undefined) {
    data.afterItemsPointer = JSON.stringify(pointed)
  }
  return Array.isArray(pointed) ? pointed : undefined
}

/** RFC 6901. */
function pointedAt(value: Json, pointer: string): Json | undefined {
  let found: Json | undefined = value
  for (const part of pointer.split('/').slice(1)) {
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~')
    if (Array.isArray(found)) found = found[Number(key)]
    else if (isJsonObject(found) && Object.hasOwn(found, key)) found = found[key]
    else return undefined
  }
  return found
}

function selectItems(
  step: InspectedStep,
  frame: Frame,
  { itemSelector }: Map,
  input: Json,
  items: Json[] | undefined
): Json[] | Failure | undefined {
  if (itemSelector === undefined || items === undefined) return undefined
  const selected: Json[] = []
  for (const [index, value] of items.entries()) {
    const item = itemSelector.evaluate(step.scope(frame, input, { item: { index, value } }))
    if (isFailure(item)) return item
    selected.push(item)
  }
  return selected
}

/** Batches by a fixed number of items; those by bytes or from the input are not foreseen. */
function showBatches(
  data: InspectionData,
  { ItemBatcher: batcher }: MapState,
  items: Json[] | undefined
): void {
  const size = batcher?.['MaxItemsPerBatch']
  if (typeof size !== 'number' || size < 1 || items === undefined) return
  const batches: Json[] = []
  for (let at = 0; at < items.length; at += size) {
    batches.push({ Items: items.slice(at, at + size) })
  }
  data.afterItemBatcher = JSON.stringify(batches)
}
