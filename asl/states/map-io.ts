/**
 * ItemReader and ResultWriter of a distributed Map: what is asked of the host, which reads and writes.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */
import type { MapState } from '../definition.ts'
import { isFailure, runtimeFailure } from '../errors.ts'
import type { Outcome } from '../errors.ts'
import type { FieldLanguage } from '../expressions/field-language.ts'
import { DefinitionError } from '../expressions/query.ts'
import type { Scope } from '../expressions/scope.ts'
import { isJsonObject } from '../json.ts'
import type { Json, JsonObject } from '../json.ts'
import { compileNumber } from './map-limits.ts'

/** What to read the items from. */
export interface ItemReaderRequest {
  /** `arn:aws:states:::s3:getObject` or `…:listObjectsV2`. */
  resource: string
  /** Bucket, Key, Prefix …, as the S3 API names them. */
  parameters: JsonObject
  /** ReaderConfig without its number of items. */
  config: JsonObject
  /** 0: all. */
  maxItems: number
}

/** Where the results go, and how they look. */
export interface ResultWriterRequest {
  /** Absent where the results stay in the state's output. */
  target?: { resource: string; parameters: JsonObject }
  transformation: 'NONE' | 'COMPACT' | 'FLATTEN'
  outputType: 'JSON' | 'JSONL'
}

/** An item that the host has read. */
export interface ReadItem {
  value: Json
  /** Where the dataset is a JSON object. */
  key?: string
}

/** The items that the host has read. */
export interface ReadItems {
  readonly count: number
  /** `$$.Map.Item.Source` of all of them. */
  readonly source: string
  readonly at: (index: number) => ReadItem
}

export type ReaderField = (scope: Scope) => Outcome<ItemReaderRequest>
export type WriterField = (scope: Scope) => Outcome<ResultWriterRequest>

/** Undefined where the Map has no ItemReader. Throws DefinitionError. */
export function compileReader(
  { ItemReader: reader }: MapState,
  language: FieldLanguage
): ReaderField | undefined {
  if (reader === undefined) return undefined
  const resource = textOf(reader['Resource'], 'ItemReader/Resource')
  const parameters = compileCall(reader, 'ItemReader', language)
  const given = reader['ReaderConfig']
  const { MaxItems, MaxItemsPath, ...config } = isJsonObject(given) ? given : {}
  const maxItems = compileNumber(
    'MaxItems',
    'integer',
    typeof MaxItems === 'number' || typeof MaxItems === 'string' ? MaxItems : undefined,
    typeof MaxItemsPath === 'string' ? MaxItemsPath : undefined
  )
  const template =
    language.name === 'JSONata' ? language.template(config, 'ItemReader/ReaderConfig') : undefined
  return (scope) => {
    const call = parameters(scope)
    if (isFailure(call)) return call
    const most = maxItems(scope)
    if (isFailure(most)) return most
    if (most !== undefined && most < 0) return runtimeFailure('MaxItems cannot be negative.')
    const settings = template?.evaluate(scope) ?? config
    if (isFailure(settings)) return settings
    return {
      ...{ resource, parameters: call, maxItems: most ?? 0 },
      config: isJsonObject(settings) ? settings : {}
    }
  }
}

/** Undefined where the Map has no ResultWriter. Throws DefinitionError. */
export function compileWriter(
  { ResultWriter: writer }: MapState,
  language: FieldLanguage
): WriterField | undefined {
  if (writer === undefined) return undefined
  const given = writer['WriterConfig']
  const config = isJsonObject(given) ? given : {}
  const hasTarget = writer['Resource'] !== undefined
  const { Transformation: wanted } = config
  const shape = {
    transformation:
      wanted === 'COMPACT' || wanted === 'FLATTEN' || wanted === 'NONE'
        ? wanted
        : hasTarget
          ? 'NONE'
          : 'COMPACT',
    outputType: config['OutputType'] === 'JSONL' ? 'JSONL' : 'JSON'
  } as const
  if (!hasTarget) return () => shape
  const resource = textOf(writer['Resource'], 'ResultWriter/Resource')
  const parameters = compileCall(writer, 'ResultWriter', language)
  return (scope) => {
    const call = parameters(scope)
    return isFailure(call) ? call : { ...shape, target: { resource, parameters: call } }
  }
}

/** Parameters, or JSONata's Arguments, as an object. */
function compileCall(
  holder: JsonObject,
  field: string,
  language: FieldLanguage
): (scope: Scope) => Outcome<JsonObject> {
  const name = language.name === 'JSONata' ? 'Arguments' : 'Parameters'
  const query = language.template(holder[name] ?? {}, `${field}/${name}`)
  return (scope) => {
    const value = query?.evaluate(scope) ?? {}
    if (isFailure(value)) return value
    if (isJsonObject(value)) return value
    return runtimeFailure(
      `The ${name} of ${field} must be an object, but were: ${JSON.stringify(value)}`
    )
  }
}

function textOf(value: Json | undefined, field: string): string {
  if (typeof value === 'string') return value
  throw new DefinitionError(`${field} must be a text, found ${JSON.stringify(value ?? null)}.`)
}
