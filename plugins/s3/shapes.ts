import { z } from 'zod'
import type { ActionError } from '../contract/action.ts'

/** Members that several S3 actions share; names and meanings are those of the S3 API. */

export const connectionName = z
  .string()
  .min(1)
  .optional()
  .describe(
    'The S3 connection to use (ours, not AWS’s). Default: the default one, else a local folder.'
  )

export const bucket = z
  .string()
  .min(1)
  .describe('The bucket.')
  .meta({ examples: ['models'] })
export const key = z
  .string()
  .min(1)
  .describe('The key: the name of the object in its bucket.')
  .meta({ examples: ['churn/model.json'] })
export const versionId = z
  .string()
  .optional()
  .describe('Which version, in a bucket that keeps versions.')

export const objectName = { Bucket: bucket, Key: key }

export const description = {
  ContentType: z.string().optional().describe('The media type to keep with it: text/csv.'),
  CacheControl: z.string().optional().describe('The Cache-Control header to keep with it.'),
  ContentDisposition: z
    .string()
    .optional()
    .describe('The Content-Disposition header to keep with it.'),
  ContentEncoding: z.string().optional().describe('The Content-Encoding header to keep with it.'),
  ContentLanguage: z.string().optional().describe('The Content-Language header to keep with it.'),
  Metadata: z
    .record(z.string().regex(/^[A-Za-z0-9_-]+$/, 'must be a name such as trained-by'), z.string())
    .optional()
    .describe('Names and texts of your own to keep with it.')
}

export const serviceOptions = {
  ACL: z.string().optional().describe('Access rights, where S3 has them; not in a local folder.'),
  StorageClass: z.string().optional().describe('The storage class; not in a local folder.'),
  ServerSideEncryption: z
    .string()
    .optional()
    .describe('The encryption at rest; not in a local folder.'),
  SSEKMSKeyId: z.string().optional().describe('The key of the encryption; not in a local folder.'),
  Tagging: z.string().optional().describe('Tags as URL parameters; not in a local folder.')
}

export const storage = z
  .enum(['s3', 'local folder'])
  .describe('Where the object is: on an S3 server, or in a folder of Signalbox.')

export const headOutput = {
  AcceptRanges: z.string().optional().describe('bytes, where parts can be asked for.'),
  CacheControl: z.string().optional().describe('As it was put.'),
  ContentDisposition: z.string().optional().describe('As it was put.'),
  ContentEncoding: z.string().optional().describe('As it was put.'),
  ContentLanguage: z.string().optional().describe('As it was put.'),
  ContentLength: z.number().describe('The size in bytes; of the range, where one was asked for.'),
  ContentRange: z.string().optional().describe('Which bytes of how many.'),
  ContentType: z.string().optional().describe('The media type.'),
  ETag: z.string().optional().describe('The entity tag, in quotes.'),
  LastModified: z.string().optional().describe('When it was put, in UTC.'),
  Metadata: z.record(z.string(), z.string()).describe('Names and texts of your own.'),
  VersionId: z.string().optional().describe('The version.')
}

export const putOutput = {
  ETag: z.string().optional().describe('The entity tag, in quotes.'),
  VersionId: z.string().optional().describe('The version, in a bucket that keeps versions.')
}

export const readInput = {
  ...objectName,
  VersionId: versionId,
  Range: z
    .string()
    .optional()
    .describe('Which bytes: bytes=0-99.')
    .meta({ examples: ['bytes=0-99'] }),
  IfMatch: z.string().optional().describe('Only where the entity tag is this one.'),
  IfNoneMatch: z.string().optional().describe('Only where the entity tag is another one.')
}

export const objectErrors: readonly ActionError[] = [
  { name: 'S3.NoSuchBucketException', description: 'There is no such bucket.' },
  {
    name: 'S3.S3Exception',
    description:
      'S3 refused for another reason, which the cause names: AccessDenied, InvalidRange, PreconditionFailed …'
  },
  { name: 'S3.SdkClientException', description: 'There was no answer of the S3 server.' },
  { name: 'S3.ConnectionNotFound', description: 'There is no S3 connection of this name.' },
  {
    name: 'S3.FileError',
    description: 'A file of this computer cannot be read or written: no right, a full disk.'
  },
  { name: 'S3.InvalidConnection', description: 'The S3 connection is not complete.' }
]

export const noSuchKey: ActionError = {
  name: 'S3.NoSuchKeyException',
  description: 'There is no object with this key.'
}

/** Our members taken away, what is left is the request of the S3 API. */
export function requestOf<Input extends { Connection?: string | undefined }>(
  input: Input
): Omit<Input, 'Connection'> {
  const { Connection: _, ...request } = input
  return request
}
