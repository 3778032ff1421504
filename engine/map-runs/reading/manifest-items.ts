/**
 * Items that a manifest leads to: an S3 inventory, or the files of an Athena query.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/storage-inventory-location.html
 */
import type { ReadItem } from '../../../asl/interpreter/map-run.ts'
import { isJsonObject } from '../../../asl/json.ts'
import type { Json, JsonObject } from '../../../asl/json.ts'
import type { Objects } from '../../../plugins/contract/objects.ts'
import { documentOf, objectItems } from './object-items.ts'
import type { ObjectPlace } from './object-text.ts'
import { linesOf, objectText } from './object-text.ts'
import { readerFailed } from './reader-failed.ts'

/** Each line of an inventory's files as an object by the manifest's `fileSchema`, or by the columns of Parquet. */
export async function* inventoryItems(
  objects: Objects,
  place: ObjectPlace
): AsyncGenerator<ReadItem> {
  const manifest = await documentOf(objectText(objects, place), place)
  const { fileFormat, fileSchema, files, destinationBucket } = isJsonObject(manifest)
    ? manifest
    : {}
  const config = configOf(fileFormat, fileSchema)
  if (config === undefined || !Array.isArray(files)) {
    throw readerFailed(
      `Expected the manifest of an S3 inventory in CSV or Parquet (fileFormat, fileSchema, files) in ${place.Key}, found ${JSON.stringify(manifest).slice(0, 200)}`
    )
  }
  const Bucket =
    typeof destinationBucket === 'string'
      ? destinationBucket.replace(/^arn:[^:]*:s3:::/, '')
      : place.Bucket
  for (const file of files) {
    const Key = isJsonObject(file) ? file['key'] : undefined
    if (typeof Key === 'string') yield* objectItems(objects, { Bucket, Key }, config)
  }
}

/** How the inventory's files are read; undefined where they cannot be. */
function configOf(format: Json | undefined, schema: Json | undefined): JsonObject | undefined {
  if (format === 'Parquet') return { InputType: 'PARQUET' }
  if (format !== 'CSV' || typeof schema !== 'string') return undefined
  return {
    InputType: 'CSV',
    CSVHeaderLocation: 'GIVEN',
    CSVHeaders: schema.split(',').map((name) => name.trim())
  }
}

/** The items of all objects that a list of `s3://bucket/key` names, one a line. */
export async function* listedFileItems(
  objects: Objects,
  place: ObjectPlace,
  config: JsonObject
): AsyncGenerator<ReadItem> {
  for await (const line of linesOf(objectText(objects, place))) {
    const [, Bucket, Key] = /^"?s3:\/\/([^/]+)\/(.+?)"?$/i.exec(line) ?? []
    if (Bucket === undefined || Key === undefined) {
      throw readerFailed(`Expected s3://bucket/key in each line of ${place.Key}, found ${line}`)
    }
    yield* objectItems(objects, { Bucket, Key }, config)
  }
}
