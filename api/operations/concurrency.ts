/**
 * Rules on every start, by whatever door: how many executions of a state machine run at once, and which
 * named pools (a pool of size 1 is a mutex) they hold from their start to their end.
 */
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nothing, timestamp } from './shapes.ts'

const machineArn = z.string().min(1).max(256)
const poolName = z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/)

/** What a state machine's execution takes of a pool while it runs. */
const poolUse = z.object({
  pool: poolName,
  /** 1 where absent; at most the pool's size. */
  units: z.number().int().min(1).max(1_000_000).optional(),
  /**
   * JSONata over the execution's `$input` (without `{% %}`), such as `$input.project & '/' & $input.config`:
   * each of its values has the whole pool to itself. Absent: one pool for all.
   */
  key: z.string().min(1).max(1024).optional()
})

export const concurrencyRule = z.object({
  /** At most so many executions of this state machine at once. */
  limit: z.number().int().min(1).max(1_000_000).optional(),
  pools: z.array(poolUse).max(10).optional(),
  /**
   * QUEUE (where absent): the execution is made, has its ARN and waits its turn, first come, first served.
   * SKIP: the start is refused with ConcurrencyLimitReached. REPLACE: the oldest that is in the way is
   * stopped with the error Signalbox.Replaced.
   */
  whenFull: z.enum(['QUEUE', 'SKIP', 'REPLACE']).optional(),
  /** With QUEUE: a start beyond so many waiting ones is refused; 100000 where absent. */
  maxQueued: z.number().int().min(1).max(1_000_000).optional()
})

/** Where a queued execution stands; DescribeExecution answers it as `queue`, lists its first two members. */
export const queuePlace = z.object({
  /** 1: the next of those that wait for the same. */
  position: z.number().int(),
  queuedDate: timestamp,
  /** What it waits for, in words: `the limit of 2 executions`, `the pool gpu`. */
  waitsFor: z.string()
})

const queuedExecution = queuePlace.extend({ executionArn: z.string() })

const ruleState = z.object({
  stateMachineArn: z.string(),
  rule: concurrencyRule,
  /** Those that hold their places. */
  running: z.number().int(),
  queued: z.number().int()
})

export const putConcurrencyRule = defineOperation({
  service: 'Signalbox',
  name: 'PutConcurrencyRule',
  summary:
    "Sets the rule on a state machine's starts. Those that run go on; those that wait may start now.",
  input: z.object({ stateMachineArn: machineArn, rule: concurrencyRule }),
  output: ruleState,
  errors: ['StateMachineDoesNotExist', 'PoolDoesNotExist', 'InvalidArn', 'ValidationException']
})

export const getConcurrencyRule = defineOperation({
  service: 'Signalbox',
  name: 'GetConcurrencyRule',
  summary: "The rule on a state machine's starts, with the first 100 executions that wait.",
  input: z.object({ stateMachineArn: machineArn }),
  /** `rule` is empty where there is none. */
  output: ruleState.extend({ queue: z.array(queuedExecution) }),
  errors: ['StateMachineDoesNotExist', 'InvalidArn']
})

export const deleteConcurrencyRule = defineOperation({
  service: 'Signalbox',
  name: 'DeleteConcurrencyRule',
  summary: 'Takes the rule away; executions that wait start at once.',
  input: z.object({ stateMachineArn: machineArn }),
  output: nothing,
  errors: ['StateMachineDoesNotExist', 'InvalidArn']
})

export const listConcurrencyRules = defineOperation({
  service: 'Signalbox',
  name: 'ListConcurrencyRules',
  summary: 'All rules, with how many executions run and wait under each.',
  input: nothing,
  output: z.object({ rules: z.array(ruleState) }),
  errors: []
})

const pool = z.object({
  name: z.string(),
  size: z.number().int(),
  description: z.string().optional(),
  /** Units held and executions waiting, over all keys. */
  unitsHeld: z.number().int(),
  queued: z.number().int(),
  /** State machines whose rules name it. */
  stateMachineArns: z.array(z.string()),
  lastModificationDate: timestamp
})

export const putPool = defineOperation({
  service: 'Signalbox',
  name: 'PutPool',
  summary: 'Creates a pool or changes its size; a pool of size 1 is a mutex.',
  input: z.object({
    name: poolName,
    size: z.number().int().min(1).max(1_000_000),
    description: z.string().max(512).optional()
  }),
  output: pool,
  errors: ['ValidationException']
})

export const listPools = defineOperation({
  service: 'Signalbox',
  name: 'ListPools',
  summary: 'All pools with their use and queue depth.',
  input: nothing,
  output: z.object({ pools: z.array(pool) }),
  errors: []
})

export const describePool = defineOperation({
  service: 'Signalbox',
  name: 'DescribePool',
  summary:
    'One pool: who holds it and who waits, for each of its keys that is in use (at most 100).',
  input: z.object({ name: poolName }),
  output: z.object({
    pool,
    keys: z.array(
      z.object({
        /** Empty where the rule has no key. */
        key: z.string(),
        unitsHeld: z.number().int(),
        /** Oldest first, at most 100. */
        holders: z.array(
          z.object({ executionArn: z.string(), units: z.number().int(), since: timestamp })
        ),
        queued: z.number().int(),
        /** First to start first, at most 100. */
        queue: z.array(queuedExecution)
      })
    )
  }),
  errors: ['PoolDoesNotExist']
})

export const deletePool = defineOperation({
  service: 'Signalbox',
  name: 'DeletePool',
  summary: 'Deletes a pool that no rule names and nobody holds.',
  input: z.object({ name: poolName }),
  output: nothing,
  errors: ['PoolDoesNotExist', 'PoolInUse']
})
