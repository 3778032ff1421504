import { expect, test } from 'vitest'
import {
  formatBytes,
  formatDuration,
  formatRelative,
  nameOfArn,
  prettyJson,
  stateMachineNameOfExecution
} from '../../renderer/format.ts'

test('durations are as exact as they are short', () => {
  expect([0.42, 3.24, 59.9, 125, 4320, 277_200].map(formatDuration)).toEqual([
    '420 ms',
    '3.2 s',
    '59 s',
    '2 m 05 s',
    '1 h 12 m',
    '3 d 5 h'
  ])
})

test('a clock that runs behind the engine makes no negative duration', () => {
  expect(formatDuration(-3)).toBe('0 ms')
})

test('sizes are in powers of 1024', () => {
  expect([0, 1023, 1536, 8 * 1024 ** 2, 3 * 1024 ** 4].map(formatBytes)).toEqual([
    '0 B',
    '1023 B',
    '1.5 KB',
    '8.0 MB',
    '3.0 TB'
  ])
})

test('times near now are relative in both directions, far ones are dates', () => {
  const now = 1_790_000_000
  expect(formatRelative(now - 2, now)).toBe('just now')
  expect(formatRelative(now - 120, now)).toMatch(/2.*ago/)
  expect(formatRelative(now + 7200, now)).toMatch(/in 2/)
  expect(formatRelative(now - 40 * 86_400, now)).not.toMatch(/ago/)
})

test('names are read out of ARNs', () => {
  const arn = 'arn:aws:states:us-east-1:000000000000:execution:model-approval:nightly'
  expect(nameOfArn(arn)).toBe('nightly')
  expect(stateMachineNameOfExecution(arn)).toBe('model-approval')
})

test('a text that is no JSON is left as it is', () => {
  expect(prettyJson('{"a":1}')).toBe('{\n  "a": 1\n}')
  expect(prettyJson('plain')).toBe('plain')
})
