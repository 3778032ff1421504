/** Conditions of the computer under which a trigger or schedule may start something. */
import { z } from 'zod'
import { defineOperation } from '../operation.ts'
import { nothing } from './shapes.ts'

/** All that are given must be met. Where the computer cannot tell, a condition counts as met. */
export const conditions = z.object({
  onAcPower: z.boolean().optional(),
  /** Percent; a computer without a battery meets it. */
  batteryAtLeast: z.number().int().min(1).max(100).optional(),
  notOnMeteredNetwork: z.boolean().optional(),
  /** Minutes without a key pressed or a pointer moved. */
  idleMinutes: z.number().int().min(1).max(1440).optional()
})

/** What is known of one fact of the computer. `canTell: false`: `reason` says what is missing. */
const fact = z.object({
  canTell: z.boolean(),
  /** `true`, `false`, a percentage, or minutes; absent where it cannot be told. */
  value: z.union([z.boolean(), z.number()]).optional(),
  reason: z.string().optional()
})

export const describeConditions = defineOperation({
  service: 'Signalbox',
  name: 'DescribeConditions',
  summary: 'What this computer tells of power, network and its user, for conditions of starts.',
  input: nothing,
  output: z.object({
    isOnAcPower: fact,
    batteryPercent: fact,
    isOnMeteredNetwork: fact,
    idleMinutes: fact
  }),
  errors: []
})
