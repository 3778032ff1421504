// Stands in for the official default app: `electron FOLDER` opens the app in that folder. An ES module, so
// that Electron's `ready` waits for the app's own module, as in a packaged app.
import { app } from 'electron'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const target = resolve(process.argv.slice(1).find((argument) => !argument.startsWith('-')) ?? '.')
const { name, productName, version, main } = JSON.parse(
  readFileSync(join(target, 'package.json'), 'utf8')
)
app.name = productName ?? name
app.setVersion(version)
app.setAppPath(target)
process.defaultApp = true
await import(pathToFileURL(join(target, main)).href)
