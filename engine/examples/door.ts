import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import type { Door } from '../http/exchange.ts'
import { sendText } from '../http/exchange.ts'
import type { Examples } from './examples.ts'

const contentTypes: Record<string, string> = {
  '.json': 'application/json',
  '.csv': 'text/csv; charset=utf-8'
}

/** `/examples/<name>/<file>`: the installed copies of files that ship with examples, to read alone. */
export function createExampleDoor(examples: Examples): Door {
  return async (exchange) => {
    const { method } = exchange.request
    if (method !== 'GET' && method !== 'HEAD') {
      const headers = { Allow: 'GET, HEAD' }
      sendText(exchange, 405, 'text/plain', 'Expected GET or HEAD here.\n', headers)
      return
    }
    const [name = '', ...path] = exchange.url.pathname.slice('/examples/'.length).split('/')
    const file = examples.installedFile(name, path.join('/'))
    if (file === undefined) {
      const hint = 'Expected /examples/<name>/<file> of an installed example.\n'
      sendText(exchange, 404, 'text/plain', hint)
      return
    }
    const type = contentTypes[extname(file)] ?? 'text/plain; charset=utf-8'
    sendText(exchange, 200, type, await readFile(file, 'utf8'))
  }
}
