import { definePlugin } from '../contract/plugin.ts'
import { copyObject } from './actions/copy-object.ts'
import { createBucket } from './actions/create-bucket.ts'
import { deleteObject } from './actions/delete-object.ts'
import { downloadFile } from './actions/download-file.ts'
import { getObject } from './actions/get-object.ts'
import { headObject } from './actions/head-object.ts'
import { listObjectsV2 } from './actions/list-objects-v2.ts'
import { putObject } from './actions/put-object.ts'
import { uploadFile } from './actions/upload-file.ts'
import { s3Connection, withStore } from './connection.ts'

export const s3Plugin = definePlugin({
  id: 's3',
  version: '0.1.0',
  title: 'S3',
  description:
    'Objects in buckets: on Amazon S3, on any server with its API, or in a local folder.',
  actions: [
    uploadFile,
    downloadFile,
    putObject,
    getObject,
    headObject,
    copyObject,
    listObjectsV2,
    deleteObject,
    createBucket
  ],
  connectionTypes: [s3Connection],
  withObjects: withStore
})
