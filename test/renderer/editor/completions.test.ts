import { expect, test } from 'vitest'
import { suggestionsAt } from '../../../renderer/editor/completions.ts'
import { plugins } from './plugins.ts'

/** `|` in the text is the cursor. */
function labels(marked: string): string[] {
  const found = suggestionsAt(marked.replace('|', ''), marked.indexOf('|'), plugins)
  return found?.suggestions.map((suggestion) => suggestion.label) ?? []
}

test('Next offers the other states of the same block', () => {
  expect(labels('{"States": {"A": {"Next": "|"}, "B": {}, "C": {}}}')).toEqual(['B', 'C'])
})

test('Next inside a branch offers the states of the branch', () => {
  const branch = '{"StartAt": "X", "States": {"X": {"Next": "|"}, "Y": {}}}'
  expect(labels(`{"States": {"P": {"Branches": [${branch}]}, "B": {}}}`)).toEqual(['Y'])
})

test('Next of a choice rule and of a catcher offer the states around', () => {
  expect(labels('{"States": {"A": {"Choices": [{"Next": |}]}, "B": {}}}')).toEqual(['B'])
  expect(labels('{"States": {"A": {"Catch": [{"Next": "|"}]}, "B": {}}}')).toEqual(['B'])
})

test('StartAt offers all states of its block', () => {
  expect(labels('{"StartAt": "|", "States": {"A": {}, "B": {}}}')).toEqual(['A', 'B'])
})

test('Resource offers what the plugins serve, with the waiting form and the aliases', () => {
  expect(labels('{"States": {"A": {"Resource": "|"}}}')).toEqual([
    'plugin:shell:run',
    'plugin:email:requestApproval',
    'plugin:email:requestApproval.waitForTaskToken',
    'arn:aws:states:::sns:publish'
  ])
})

test('ErrorEquals offers the errors of the language and of the plugins', () => {
  const errors = labels('{"States": {"A": {"Retry": [{"ErrorEquals": ["|"]}]}}}')
  expect(errors).toContain('States.Timeout')
  expect(errors).toContain('Shell.ExitCode')
  expect(errors).not.toContain('Shell.Signal.*')
})

test('member names fit the type of the state, without those that are written', () => {
  const names = labels('{"States": {"A": {"Type": "Wait", "Seconds": 1, |}}}')
  expect(names).toContain('Timestamp')
  expect(names).not.toContain('Seconds')
  expect(names).not.toContain('Resource')
})

test('member names of Parameters come from the input of the action', () => {
  const task = '"Type": "Task", "Resource": "plugin:shell:run", "Parameters": {|}'
  expect(labels(`{"States": {"A": {${task}}}}`)).toEqual(['command', 'cwd'])
})

test('an empty place among the states offers whole states', () => {
  const names = labels('{"States": {|}}')
  expect(names).toContain('Parallel')
  expect(names).toContain('Say hello')
})

test('nothing is offered where nothing is known', () => {
  expect(labels('{"Comment": "|"}')).toEqual([])
  expect(labels('|')).toEqual([])
})
