import { expect, test } from 'vitest'
import {
  insertState,
  pluginTemplates,
  stateTemplates
} from '../../../renderer/editor/state-templates.ts'
import { plugins } from './plugins.ts'

const pass = { name: 'Pass', state: { Type: 'Pass', End: true } }

/** The text after the insertion, and what is selected in it. */
function inserted(text: string, offset: number): { text: string; selected: string } {
  const change = insertState(text, offset, pass)
  if (!change) throw new Error('Expected a place to insert')
  const after = text.slice(0, change.from) + change.insert + text.slice(change.from)
  return { text: after, selected: after.slice(change.select.from, change.select.to) }
}

test('there is a template for each of the eight state types', () => {
  expect(stateTemplates.map(({ state }) => state.Type).sort()).toEqual([
    'Choice',
    'Fail',
    'Map',
    'Parallel',
    'Pass',
    'Succeed',
    'Task',
    'Wait'
  ])
})

test('each example of a plugin is a template; an action that only waits gets its suffix', () => {
  expect(pluginTemplates(plugins).map(({ name, state }) => [name, state.Resource])).toEqual([
    ['Say hello', 'plugin:shell:run'],
    ['Ask a person', 'plugin:email:requestApproval.waitForTaskToken']
  ])
})

test('a state is added after the last one, and its name is selected', () => {
  const text = '{\n  "States": {\n    "A": {}\n  }\n}'
  expect(inserted(text, 0)).toEqual({
    text: '{\n  "States": {\n    "A": {},\n    "Pass": {\n      "Type": "Pass",\n      "End": true\n    }\n  }\n}',
    selected: 'Pass'
  })
})

test('an empty list of states gets its first one', () => {
  const { text } = inserted('{\n  "States": {}\n}', 0)
  expect(JSON.parse(text)).toEqual({ States: { Pass: pass.state } })
})

test('a taken name is numbered, also when it is taken in a branch', () => {
  const text = '{"States": {"A": {"Branches": [{"States": {"Pass": {}}}]}}}'
  expect(inserted(text, 0).selected).toBe('Pass 2')
})

test('inside of a branch the state is added to the branch', () => {
  const text = '{"States": {"A": {"Branches": [{"States": {"B": {}}}]}}}'
  const after: unknown = JSON.parse(inserted(text, text.indexOf('"B"') + 1).text)
  expect(after).toEqual({
    States: { A: { Branches: [{ States: { B: {}, Pass: pass.state } }] } }
  })
})

test('without a States object there is no place', () => {
  expect(insertState('{}', 1, pass)).toBeUndefined()
})
