import { expect, test } from '@playwright/test'
import { Desktop } from '../support/desktop.ts'
import { startApp, windowOf } from '../support/electron-app.ts'
import { clientOf, storyEnd, waitFor } from '../support/story.ts'
import {
  approvalTitle,
  decide,
  goTo,
  runFromWelcome,
  waitUntilItAsks,
  watchForComplaints
} from '../support/window.ts'

test('the story in the app: run from the first page, the engine is killed while it waits, approved in the window', async () => {
  const desktop = await Desktop.open()
  const started = await startApp()
  const page = await windowOf(started.app)
  const complaints = watchForComplaints(page)
  const executionArn = await runFromWelcome(page)
  await waitUntilItAsks(page)
  const client = await clientOf(started.dataFolder)
  const { pid } = await client.DescribeEngine({})
  expect(complaints).toEqual([])

  process.kill(pid, 'SIGKILL')
  const again = await waitFor('another engine', async () => {
    const next = await clientOf(started.dataFolder)
    const info = await next.DescribeEngine({}).catch(() => undefined)
    return info && info.pid !== pid ? next : undefined
  })

  await goTo(page, 'Approvals')
  await expect(page.getByRole('heading', { name: approvalTitle })).toBeVisible()
  await decide(page, 'Approve', 'It has survived')
  expect(await storyEnd(again, executionArn)).toMatchObject({
    status: 'SUCCEEDED',
    isReleased: true,
    approval: { decision: 'APPROVED', channel: 'window', comment: 'It has survived' }
  })
  await expect.poll(() => desktop.trayLabels()).toContain('No approvals waiting')
  await started.stop()
  desktop.close()
})

test('the settings page says how the key of secrets is kept on this machine', async () => {
  const desktop = await Desktop.open()
  const started = await startApp()
  const page = await windowOf(started.app)
  await expect(page.getByRole('navigation', { name: 'Main' })).toBeVisible()
  const storage = await page.evaluate(() =>
    (
      globalThis as unknown as { signalbox: { keyStorage: () => Promise<string> } }
    ).signalbox.keyStorage()
  )
  expect(storage).toBe('file')
  const { keyStorage } = await (await clientOf(started.dataFolder)).ListConnections({})
  expect(keyStorage).toBe('file')
  await started.stop()
  desktop.close()
})
