/**
 * The engine as it ships, but for one thing: it kills itself with SIGKILL at a named point.
 * `node dying-engine.ts --data DIR POINT TIMES`: when the point is reached for the nth time.
 */
import { systemClock } from '../../engine/clock.ts'
import { startEngine } from '../../engine/engine.ts'
import { randomIds } from '../../engine/ids.ts'
import { createLog } from '../../engine/log.ts'
import { readOptions } from '../../engine/options.ts'
import { findProduct } from '../../engine/product.ts'
import { createBuiltInPlugins } from '../../plugins/index.ts'

const [flag = '', data = '', point, times] = process.argv.slice(2)
const options = readOptions([flag, data], process.env)
if (!options) throw new Error('Expected --data DIR POINT TIMES')
let left = Number(times)

const engine = await startEngine({
  ...{ options, log: createLog(), clock: systemClock, ids: randomIds, environment: process.env },
  plugins: createBuiltInPlugins({ functionsFile: options.functions }),
  product: findProduct(import.meta.dirname),
  onUnusable: (error) => {
    throw error
  },
  reached: (reached) => {
    if (reached === point && --left === 0) process.kill(process.pid, 'SIGKILL')
  }
})
process.on('SIGTERM', () => {
  void engine.stop().then(() => process.exit(0))
})
process.stdout.write(`listening ${engine.url}\nopen ${engine.url}/#token=${engine.token}\n`)
