import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { Desktop } from '../support/desktop.ts'
import {
  closeWindow,
  startApp,
  startSecondApp,
  windowOf,
  windowsOf
} from '../support/electron-app.ts'
import { serveEngine } from '../support/served-engine.ts'
import { clientOf, waitFor } from '../support/story.ts'

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('closing the window leaves tray and engine; a second start brings it back; quit ends the engine in order', async () => {
  const desktop = await Desktop.open()
  const started = await startApp()
  const { app, dataFolder } = started
  const page = await windowOf(app)
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
  expect(page.url()).not.toContain('token')
  const client = await clientOf(dataFolder)
  const { pid } = await client.DescribeEngine({})
  expect(isRunning(pid)).toBe(true)

  await closeWindow(app)
  await expect.poll(() => windowsOf(app)).toMatchObject({ count: 0 })
  expect(await desktop.trayLabels()).toEqual([
    'No approvals waiting',
    'Open Signalbox',
    'Quit Signalbox'
  ])
  expect((await client.DescribeEngine({})).pid).toBe(pid)

  expect(await startSecondApp(dataFolder)).toBe(0)
  await expect.poll(() => windowsOf(app)).toMatchObject({ count: 1, isVisible: true })
  await closeWindow(app)
  await expect.poll(() => windowsOf(app)).toMatchObject({ count: 0 })
  await desktop.clickTray('Open Signalbox')
  await expect.poll(() => windowsOf(app)).toMatchObject({ count: 1, isVisible: true })

  await desktop.clickTray('Quit Signalbox')
  expect(await started.exited).toBe(0)
  expect(started.output()).toContain('engine stopped with code 0')
  expect(isRunning(pid)).toBe(false)
  await started.stop()
  desktop.close()
})

test('a killed engine is started again, and the window finds it', async () => {
  const desktop = await Desktop.open()
  const started = await startApp()
  const page = await windowOf(started.app)
  const sidebar = page.getByRole('navigation', { name: 'Main' })
  await expect(sidebar.getByText('Connected', { exact: true })).toBeVisible()
  const before = await (await clientOf(started.dataFolder)).DescribeEngine({})
  process.kill(before.pid, 'SIGKILL')
  const after = await waitFor('another engine', async () => {
    const client = await clientOf(started.dataFolder)
    const info = await client.DescribeEngine({}).catch(() => undefined)
    return info && info.pid !== before.pid ? info : undefined
  })
  expect(after.dataFolder).toBe(before.dataFolder)
  await expect(sidebar.getByText('Connected', { exact: true })).toBeVisible()
  await started.stop()
  desktop.close()
})

test('pages of the window cannot leave it, open windows of their own, or ask for permissions', async () => {
  const desktop = await Desktop.open()
  const started = await startApp()
  const page = await windowOf(started.app)
  const home = new URL(page.url()).origin
  const opened = await started.app.evaluate(({ shell }) => {
    const addresses: string[] = []
    shell.openExternal = (address) => {
      addresses.push(address)
      return Promise.resolve()
    }
    Object.assign(globalThis, { addresses })
    return addresses.length
  })
  expect(opened).toBe(0)
  const results = await page.evaluate(async () => {
    const child = window.open('https://example.com/outside')
    window.open('file:///etc/passwd')
    location.href = 'https://example.com/away'
    const notifications = await Notification.requestPermission()
    const foreign = await fetch('https://example.com/').then(
      () => 'loaded',
      () => 'refused'
    )
    return { child: child === null, notifications, foreign, node: 'require' in globalThis }
  })
  expect(results).toEqual({ child: true, notifications: 'denied', foreign: 'refused', node: false })
  expect(
    await started.app.evaluate(() => (globalThis as unknown as { addresses: string[] }).addresses)
  ).toEqual(['https://example.com/outside'])
  expect(new URL(page.url()).origin).toBe(home)
  expect((await windowsOf(started.app)).count).toBe(1)
  await started.stop()
  desktop.close()
})

test('where an engine already serves the data folder, the app opens its window and leaves it running', async () => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'signalbox-shared-'))
  const engine = await serveEngine({ dataFolder })
  const desktop = await Desktop.open()
  const started = await startApp({ dataFolder })
  const page = await windowOf(started.app)
  expect(page.url()).toContain(engine.url)
  await started.stop()
  expect((await engine.client.DescribeEngine({})).pid).toBe(engine.pid)
  expect(await engine.stop()).toBe(0)
  desktop.close()
  rmSync(dataFolder, { recursive: true, force: true })
})

test('the engine is told when the computer goes to sleep and wakes up', async () => {
  const desktop = await Desktop.open()
  const started = await startApp()
  await windowOf(started.app)
  await clientOf(started.dataFolder)
  // Electron tells it of the system's notice; no machine under test can be sent to sleep.
  for (const event of ['suspend', 'resume'] as const) {
    await started.app.evaluate(({ powerMonitor }, name) => powerMonitor.emit(name), event)
    await expect
      .poll(() => started.output())
      .toMatch(new RegExp(`tells of its power.*"event":"${event}"`))
  }
  await started.stop()
  desktop.close()
})
