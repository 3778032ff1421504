import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import Database from 'better-sqlite3'
import { serveEngine } from '../support/served-engine.ts'
import type { ServedEngine } from '../support/served-engine.ts'
import { watchForComplaints } from '../support/window.ts'

const HOUR = 3_600_000
let dataFolder: string
let engine: ServedEngine

test.beforeAll(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'signalbox-schedules-'))
  engine = await serveEngine({ dataFolder })
})
test.afterAll(async () => {
  expect(await engine.stop()).toBe(0)
  rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 })
})

test('a schedule is written with its preview, paused with a note, resumed and started now', async ({
  page
}) => {
  const complaints = watchForComplaints(page)
  await engine.client.InstallExample({ name: 'hello' })
  await page.goto(engine.windowUrl('/schedules'))
  await page.getByRole('link', { name: 'New schedule' }).click()
  await page.getByLabel('Name').fill('every-morning')
  await page.getByLabel('At', { exact: true }).fill('06:30')
  const next = page.getByRole('region', { name: 'Next times' })
  await expect(next).toContainText('06:30')
  await page.getByRole('button', { name: 'Add another time' }).click()
  const second = page.getByRole('group', { name: 'Time 2' })
  await second.getByLabel('How often').click()
  await page.getByRole('option', { name: 'Expression' }).click()
  await second.getByRole('textbox', { name: 'Expression' }).fill('cron(0 12 32 * ? *)')
  await expect(second.getByText(/expected|32/i).first()).toBeVisible()
  await second.getByRole('textbox', { name: 'Expression' }).fill('cron(0 12 1 * ? *)')
  await expect(next.getByRole('listitem').first()).toBeVisible()
  await page.getByRole('button', { name: 'Create schedule' }).click()

  await expect(page.getByRole('heading', { level: 1, name: 'every-morning' })).toBeVisible()
  await page.getByRole('button', { name: 'Pause' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Note').fill('Until the holidays are over')
  await dialog.getByRole('button', { name: 'Pause' }).click()
  await expect(page.getByText('“Until the holidays are over”')).toBeVisible()
  await page.getByRole('button', { name: 'Resume' }).click()
  await expect(page.getByText('“Until the holidays are over”')).toBeHidden()
  await page.getByRole('button', { name: 'Start now' }).click()
  await expect(page.getByRole('link', { name: 'Show the execution' })).toBeVisible()
  expect(complaints).toEqual([])
})

test('the calendar is walked by keys and says what is due on each day', async ({ page }) => {
  await page.goto(engine.windowUrl('/schedules?view=calendar'))
  const today = page.locator('[aria-current="date"]')
  await today.focus()
  await page.keyboard.press('PageDown')
  const chosen = page.getByRole('gridcell', { selected: true }).getByRole('button')
  await expect(chosen).toBeFocused()
  await expect(chosen).toHaveAccessibleName(/start/)
  await expect(page.getByRole('list', { name: 'Signs of the calendar' })).toContainText('clock')
  await expect(page.getByRole('region', { name: 'The chosen day' })).toContainText('every-morning')
})

test('what was missed while the engine was off waits in a digest, to be run or dropped', async ({
  page
}) => {
  const { stateMachineArn } = await engine.client.InstallExample({ name: 'hello' })
  await engine.client.CreateSchedule({
    Name: 'hourly',
    ScheduleExpression: 'cron(0 * * * ? *)',
    MissedPolicy: { Mode: 'NONE' },
    Target: { Arn: stateMachineArn, Input: '{"name": "Ada"}' }
  })
  expect(await engine.stop()).toBe(0)
  // As if the engine had been off for three hours.
  const database = new Database(join(dataFolder, 'signalbox.db'))
  database.exec(`UPDATE schedule SET created_at = created_at - ${String(5 * HOUR)},
    next_due_at = next_due_at - ${String(3 * HOUR)}, next_slot_at = next_slot_at - ${String(3 * HOUR)}
    WHERE name = 'hourly';
    UPDATE engine_state SET seen_at = seen_at - ${String(3 * HOUR)}`)
  database.close()
  engine = await serveEngine({ dataFolder })

  await page.goto(engine.windowUrl('/executions'))
  await expect(page.getByText('While you were away')).toBeVisible()
  await page.getByRole('link', { name: 'Look at it' }).click()
  const missed = page.getByRole('table', { name: 'What hourly missed' })
  await expect(missed.getByText('Missed').first()).toBeVisible()
  const rows = await missed.getByRole('button', { name: 'Drop' }).count()
  expect(rows).toBeGreaterThan(0)
  await missed.getByRole('button', { name: 'Run', exact: true }).first().click()
  await expect(missed.getByRole('link', { name: 'Show the execution' }).first()).toBeVisible()
  await page.getByRole('button', { name: 'Put away' }).click()
  await page.waitForURL('**/schedules')
  await expect(page.getByText('While you were away')).toBeHidden()
})
