import { expect, test } from 'vitest'
import {
  deletionWords,
  durabilityChoices,
  lastExecutionsOf
} from '../../../../renderer/features/state-machines/state-machines.ts'

const machine = {
  stateMachineArn: 'arn:m',
  name: 'm',
  status: 'ACTIVE',
  definition: '{}',
  roleArn: 'arn:r',
  type: 'STANDARD',
  creationDate: 1
} as const

test('deleting says what is lost and what stays', () => {
  expect(deletionWords({ machine, executions: [], schedules: [], counts: {} })).toBe(
    'Its definition is gone for good.'
  )
  const schedule = {
    Name: 's',
    ScheduleExpression: 'rate(1 day)',
    State: 'ENABLED',
    Target: { Arn: 'arn:m' },
    ...{ Arn: 'arn:s', PlainText: 'Every day', BufferedCount: 0 },
    CreationDate: 1,
    LastModificationDate: 1
  } as const
  expect(
    deletionWords({
      machine,
      executions: [],
      schedules: [schedule],
      counts: { RUNNING: 2, FAILED: 1 }
    })
  ).toBe(
    'Its definition is gone for good. 2 running executions go on to the end. 1 schedule is switched off. The history of 3 executions stays.'
  )
})

test('the newest execution of each state machine is found; one that fails is left out', async () => {
  const item = (stateMachineArn: string) =>
    ({ stateMachineArn, name: 'm', type: 'STANDARD', creationDate: 1 }) as const
  const found = await lastExecutionsOf(
    {
      SearchExecutions: ({ stateMachineArn = '' }) =>
        stateMachineArn === 'arn:bad'
          ? Promise.reject(new Error('no'))
          : Promise.resolve({
              executions:
                stateMachineArn === 'arn:new'
                  ? []
                  : [
                      {
                        executionArn: 'arn:e',
                        stateMachineArn,
                        name: 'e',
                        status: 'RUNNING',
                        startDate: 1
                      }
                    ]
            })
    },
    [item('arn:a'), item('arn:new'), item('arn:bad')]
  )
  expect([...found.keys()]).toEqual(['arn:a'])
})

test("the durability's choices begin with the engine's own, which says what that is", () => {
  expect(durabilityChoices('NORMAL')).toEqual([
    { value: 'ENGINE', label: 'As the engine (normal)' },
    { value: 'FULL', label: 'Full' },
    { value: 'NORMAL', label: 'Normal' }
  ])
})
