/** Schedules, triggers, pools, storage and search with the keyboard alone: no click in this file. */
import { expect, test } from '@playwright/test'
import type { Page } from '@playwright/test'
import { serveEngine } from '../support/served-engine.ts'
import type { ServedEngine } from '../support/served-engine.ts'
import { tabTo, watchForComplaints } from '../support/window.ts'

let engine: ServedEngine

test.beforeAll(async () => {
  engine = await serveEngine()
  const { stateMachineArn } = await engine.client.InstallExample({ name: 'hello' })
  await engine.client.CreateSchedule({
    Name: 'weekly',
    ScheduleExpression: 'cron(0 3 ? * MON *)',
    Target: { Arn: stateMachineArn, Input: '{}' }
  })
})
test.afterAll(async () => {
  expect(await engine.stop()).toBe(0)
})

/** Keys in a row have to come within a second: a busy machine presses them again. */
async function goBy(page: Page, keys: string, heading: string): Promise<void> {
  const shown = page.getByRole('heading', { level: 1, name: heading, exact: true })
  await expect(async () => {
    for (const key of keys) await page.keyboard.press(key)
    await expect(shown).toBeVisible({ timeout: 3000 })
  }).toPass()
}

test('a schedule is made, paused with a note, resumed and backfilled', async ({ page }) => {
  const complaints = watchForComplaints(page)
  await page.goto(engine.windowUrl('/executions'))
  await goBy(page, 'gt', 'Schedules')
  await goBy(page, 'c', 'New schedule')
  await tabTo(page, page.getByLabel('Name'))
  await page.keyboard.type('nightly')
  await page.keyboard.press('Control+s')
  await expect(page.getByRole('heading', { level: 1, name: 'nightly' })).toBeVisible()

  await page.keyboard.press('p')
  await expect(page.getByRole('dialog').getByLabel('Note')).toBeFocused()
  await page.keyboard.type('Until Monday')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toBeHidden()
  await expect(page.getByText('“Until Monday”')).toBeVisible()
  await page.keyboard.press('p')
  await expect(page.getByText('“Until Monday”')).toBeHidden()

  await page.keyboard.press('Control+k')
  await expect(page.getByPlaceholder('Find an action or a page')).toBeFocused()
  await page.keyboard.type('backfill')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: /Backfill/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()
  expect(complaints).toEqual([])
})

test('the list of schedules is walked by rows, and its menu opened', async ({ page }) => {
  await page.goto(engine.windowUrl('/schedules'))
  await tabTo(page, page.getByRole('link', { name: 'weekly' }))
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'More for weekly' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Start now' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'More for weekly' })).toBeFocused()
})

test('a webhook is made, and its secret read', async ({ page }) => {
  await page.goto(engine.windowUrl('/executions'))
  await goBy(page, 'gr', 'Triggers')
  await goBy(page, 'c', 'New trigger')
  await tabTo(page, page.getByRole('link', { name: /^Webhook/ }))
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByLabel('Name'))
  await page.keyboard.type('orders')
  await page.keyboard.press('Control+s')
  const dialog = page.getByRole('dialog', { name: 'The webhook is ready' })
  await tabTo(page, dialog.getByRole('button', { name: 'I have copied it' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'orders' })).toBeVisible()
})

test('a pool is made and opened', async ({ page }) => {
  await page.goto(engine.windowUrl('/executions'))
  await goBy(page, 'gp', 'Pools')
  await page.keyboard.press('c')
  await expect(page.getByRole('dialog').getByLabel('Name')).toBeFocused()
  await page.keyboard.type('gpu')
  await page.keyboard.press('Enter')
  await tabTo(page, page.getByRole('link', { name: 'gpu' }))
  await page.keyboard.press('Enter')
  await expect(page.getByText('Nobody holds it, and nobody waits.')).toBeVisible()
})

test('how long executions are kept is changed, and executions are searched', async ({ page }) => {
  await page.goto(engine.windowUrl('/executions'))
  await goBy(page, 'gd', 'Storage')
  const kept = page.getByRole('region', { name: 'How long executions are kept' })
  await tabTo(page, kept.getByRole('button', { name: 'Change' }))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog').getByLabel('Days after the end')).toBeFocused()
  await page.keyboard.type('30')
  await page.keyboard.press('Enter')
  await expect(kept.getByText(/for 30 days/)).toBeVisible()

  await goBy(page, 'ge', 'Executions')
  await page.keyboard.press('/')
  await expect(page.getByRole('searchbox')).toBeFocused()
  await page.keyboard.type('unheard')
  await expect(page.getByText('No execution fits these filters')).toBeVisible()
})
