import { TaskFailure } from '../contract/failure.ts'
import type { Access } from './connection.ts'

type QueryValue = string | number | boolean | null | readonly (string | number | boolean)[]

/**
 * The address to ask: `url`, from the connection's base address where it is relative, with `query`
 * added to it. Throws `Http.InvalidUrl`, also where a connection's secret would go to another server.
 */
export function targetUrl(url: string, access: Access, query: Record<string, QueryValue>): URL {
  if (!URL.canParse(url, access.baseUrl)) {
    throw invalid(
      url,
      access.baseUrl === undefined
        ? 'expected an address such as https://api.example.com/items; a relative one needs a connection with a base address'
        : `it does not fit the connection's base address ${access.baseUrl}`
    )
  }
  const target = new URL(url, access.baseUrl)
  if (target.protocol !== 'http:' && target.protocol !== 'https:') {
    throw invalid(url, `expected http or https, found ${target.protocol}`)
  }
  if (target.username !== '' || target.password !== '') {
    throw invalid(
      target.origin,
      'expected no user and password in the address; put them into a connection'
    )
  }
  if (access.baseUrl !== undefined && new URL(access.baseUrl).origin !== target.origin) {
    throw invalid(
      url,
      `its connection is for ${new URL(access.baseUrl).origin} alone; use another connection, or none`
    )
  }
  for (const [name, value] of Object.entries(query)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      target.searchParams.append(name, item === null ? '' : String(item))
    }
  }
  return target
}

function invalid(url: string, why: string): TaskFailure {
  return new TaskFailure('Http.InvalidUrl', `The address ${url} cannot be used: ${why}.`)
}
