import { Agent, request } from 'node:http'

/** What is sent over and over. */
export interface Call {
  url: string
  headers?: Record<string, string>
  body: string
}

export interface LoadOptions {
  /** So many calls are under way at any time, each on a connection that is kept. */
  inFlight: number
  seconds: number
}

/** Milliseconds of each call, and how many were answered a second. Rejects where one is refused. */
export async function load(
  call: Call,
  { inFlight, seconds }: LoadOptions
): Promise<{ times: number[]; perSecond: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: inFlight })
  const times: number[] = []
  const startedAt = performance.now()
  const endsAt = startedAt + seconds * 1000
  const caller = async (): Promise<void> => {
    while (performance.now() < endsAt) {
      const sentAt = performance.now()
      await post(call, agent)
      times.push(performance.now() - sentAt)
    }
  }
  try {
    await Promise.all(Array.from({ length: inFlight }, caller))
  } finally {
    agent.destroy()
  }
  return { times, perSecond: (times.length / (performance.now() - startedAt)) * 1000 }
}

/** The answer's text. */
export function post({ url, headers, body }: Call, agent?: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        ...(agent ? { agent } : {}),
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          ...headers
        }
      },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (part: string) => (text += part))
        response.on('end', () => {
          if (response.statusCode === 200) resolve(text)
          else reject(new Error(`${url} answered ${response.statusCode ?? 0}: ${text}`))
        })
        response.on('error', reject)
      }
    )
    sent.on('error', reject)
    sent.end(body)
  })
}
