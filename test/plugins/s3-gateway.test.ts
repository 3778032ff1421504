import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { s3Connection } from '../../plugins/s3/connection.ts'
import { SdkStore } from '../../plugins/s3/store/sdk-store.ts'
import { startS3Gateway, whyNoGateway, type S3Gateway } from '../support/s3-gateway.ts'
import { testObjectStore } from './object-store.suite.ts'

const reason = whyNoGateway()

describe.skipIf(reason !== undefined)(`the store on a RADOS gateway ${reason ?? ''}`, () => {
  let gateway: S3Gateway
  const controller = new AbortController()

  beforeAll(async () => {
    gateway = await startS3Gateway()
  }, 120_000)

  afterAll(async () => {
    await gateway.stop()
  })

  const open = (secretAccessKey = gateway.secretAccessKey): SdkStore =>
    new SdkStore(
      {
        endpoint: gateway.endpoint,
        region: 'us-east-1',
        forcePathStyle: true,
        accessKeyId: gateway.accessKeyId,
        secretAccessKey
      },
      controller.signal
    )

  testObjectStore(() => Promise.resolve(open()))

  it('says that a signature is wrong', async () => {
    const store = open('wrong')
    await expect(store.headObject({ Bucket: 'one', Key: 'x' })).rejects.toMatchObject({
      errorName: 'S3.S3Exception',
      causeText: expect.stringContaining('Status Code: 403')
    })
    store.close()
  })

  it('has a connection that can be tested', async () => {
    const connection = {
      name: 'gateway',
      settings: { endpoint: gateway.endpoint, accessKeyId: gateway.accessKeyId },
      secrets: { secretAccessKey: gateway.secretAccessKey }
    }
    expect(await s3Connection.test(connection, controller.signal)).toMatch(
      /^Signed in at .* buckets/
    )
    const wrong = { ...connection, secrets: { secretAccessKey: 'wrong' } }
    await expect(s3Connection.test(wrong, controller.signal)).rejects.toThrow(
      /SignatureDoesNotMatch/
    )
    const away = {
      ...connection,
      settings: { ...connection.settings, endpoint: 'http://127.0.0.1:9' }
    }
    await expect(s3Connection.test(away, controller.signal)).rejects.toMatchObject({
      errorName: 'S3.SdkClientException'
    })
  })
})
