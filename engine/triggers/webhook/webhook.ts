import { ApiError } from '../../../api/errors.ts'
import type { Kind } from '../watcher.ts'
import type { BodySchemas } from './body.ts'

/** There is nothing to watch: calls come in by the door. */
export function webhookKind(schemas: BodySchemas): Kind<'WEBHOOK'> {
  return {
    check: ({ bodySchema, allowedOrigins = [] }) => {
      if (bodySchema !== undefined) schemas.check(bodySchema)
      const wrong = allowedOrigins.find((origin) => !/^https?:\/\/[^/]+$/.test(origin))
      if (wrong !== undefined) {
        const message = `Expected an origin such as https://app.example, found '${wrong}'.`
        throw new ApiError('ValidationException', message)
      }
    },
    watch: (_trigger, { setHealth }) => {
      setHealth({ status: 'OK' })
      return { stop: () => undefined }
    },
    rehearse: (settings) => {
      const [method = 'POST'] = settings.methods ?? []
      const event = { kind: 'WEBHOOK', method, query: {}, headers: {}, body: {} }
      return { events: [{ identity: 'call', title: 'a call', event }], hasMore: false }
    }
  }
}
