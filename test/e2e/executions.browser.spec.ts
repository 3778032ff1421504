import { expect, test } from '@playwright/test'
import { serveEngine } from '../support/served-engine.ts'
import type { ServedEngine } from '../support/served-engine.ts'
import { ended } from '../support/story.ts'
import { watchForComplaints } from '../support/window.ts'

let engine: ServedEngine

test.beforeAll(async () => {
  engine = await serveEngine()
})
test.afterAll(async () => {
  expect(await engine.stop()).toBe(0)
})

/** A state machine whose executions wait for longer than any test. */
async function waitingMachine(name: string): Promise<string> {
  const { stateMachineArn } = await engine.client.CreateStateMachine({
    name,
    roleArn: 'arn:aws:iam::000000000000:role/signalbox',
    definition: JSON.stringify({
      StartAt: 'Wait',
      States: { Wait: { Type: 'Wait', Seconds: 3600, End: true } }
    })
  })
  return stateMachineArn
}

test('an execution is found by a word of its input, together with the other filters', async ({
  page
}) => {
  const complaints = watchForComplaints(page)
  for (const name of ['Ada', 'Grace']) {
    const { stateMachineArn } = await engine.client.InstallExample({ name: 'hello' })
    const { executionArn } = await engine.client.StartExecution({
      stateMachineArn,
      name: `greets-${name}`,
      input: JSON.stringify({ name, mood: name === 'Ada' ? 'zestful' : 'calm' })
    })
    await ended(engine.client, executionArn)
  }
  await page.goto(engine.windowUrl('/executions'))
  const table = page.getByRole('table', { name: 'Executions' })
  await expect(table.getByRole('link', { name: 'greets-Grace' })).toBeVisible()
  await page.getByLabel('Search names, inputs, outputs and errors').fill('zest')
  await expect(table.getByRole('link', { name: 'greets-Grace' })).toBeHidden()
  await expect(table.getByRole('link', { name: 'greets-Ada' })).toBeVisible()
  expect(new URL(page.url()).searchParams.get('text')).toBe('zest')
  await page.getByRole('button', { name: /^Failed/ }).click()
  await expect(page.getByRole('heading', { name: 'No execution fits these filters' })).toBeVisible()
  await page.getByRole('button', { name: 'Clear the filters' }).click()
  await expect(table.getByRole('link', { name: 'greets-Grace' })).toBeVisible()
  expect(complaints).toEqual([])
})

test('a limit is set on the state machine’s page; the next execution waits and says behind what', async ({
  page
}) => {
  const stateMachineArn = await waitingMachine('narrow')
  await page.goto(engine.windowUrl(`/state-machines/${encodeURIComponent(stateMachineArn)}`))
  await page.getByRole('button', { name: 'Limit' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('At most', { exact: true }).fill('1')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('At most 1 at once. A further one waits.')).toBeVisible()

  const first = await engine.client.StartExecution({ stateMachineArn, name: 'first' })
  const second = await engine.client.StartExecution({ stateMachineArn, name: 'second' })
  await expect(page.getByText('1 running, 1 in the queue')).toBeVisible()
  await page.goto(engine.windowUrl(`/executions/${encodeURIComponent(second.executionArn)}`))
  await expect(page.getByText('In the queue', { exact: true })).toBeVisible()
  await expect(page.getByText('In the queue: it waits for the limit of 1 execution')).toBeVisible()
  await engine.client.StopExecution({ executionArn: first.executionArn })
  await expect(page.getByText('In the queue', { exact: true })).toBeHidden()
  await engine.client.StopExecution({ executionArn: second.executionArn })
})

test('an execution is deleted from its page, and many from the list by a filter', async ({
  page
}) => {
  const stateMachineArn = await waitingMachine('forgotten')
  const executionArns: string[] = []
  for (const name of ['one', 'two', 'three', 'kept']) {
    const { executionArn } = await engine.client.StartExecution({ stateMachineArn, name })
    await engine.client.StopExecution({ executionArn })
    executionArns.push(executionArn)
  }
  const pathOf = (arn: string | undefined): string =>
    engine.windowUrl(`/executions/${encodeURIComponent(arn ?? '')}`)
  const dialog = page.getByRole('dialog')

  await page.goto(pathOf(executionArns[3]))
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Keep it for good' }).click()
  await expect(page.getByText('Kept for good', { exact: true })).toBeVisible()

  await page.goto(pathOf(executionArns[0]))
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: 'Delete this execution…' }).click()
  await dialog.getByRole('button', { name: 'Delete execution' }).click()
  await page.waitForURL('**/executions')

  await page.goto(
    engine.windowUrl(`/executions?stateMachine=${encodeURIComponent(stateMachineArn)}`)
  )
  const table = page.getByRole('table', { name: 'Executions' })
  await expect(table.getByRole('link')).toHaveCount(3)
  await page.getByRole('button', { name: 'Delete…' }).click()
  await expect(dialog.getByText(/^2 executions fit/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Delete 2' }).click()
  await expect(dialog).toBeHidden()
  await expect(table.getByRole('link')).toHaveCount(1)
  await expect(table.getByRole('link', { name: 'kept' })).toBeVisible()
})
