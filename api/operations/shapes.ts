import { z } from 'zod'

/** Seconds since the Unix epoch, with milliseconds as the fraction: AWS JSON's timestamp. */
export const timestamp = z.number()

/** Listing: at most this many (0 and absent: 100, at most 1000), continued by the answer's nextToken. */
export const paging = {
  maxResults: z.number().int().min(0).max(1000).optional(),
  nextToken: z.string().min(1).max(3096).optional()
}

/** In the order in which AWS's own message about a wrong one lists them. */
export const executionStatus = z.enum([
  'SUCCEEDED',
  'TIMED_OUT',
  'PENDING_REDRIVE',
  'ABORTED',
  'FAILED',
  'RUNNING'
])

export const name80 = z.string().min(1).max(80)
export const arn = z.string().min(1).max(256)
export const nothing = z.object({})

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_Tag.html; 50 a resource. */
export const tags = z.array(
  z.object({ key: z.string().min(1).max(128), value: z.string().max(256) })
)

/** The data folder's files are encrypted by what the user's system has, if anything. */
export const encryption = z.object({ type: z.literal('AWS_OWNED_KEY') })

/** Where the events of executions are logged: here always a file of the data folder. */
export const loggingConfiguration = z.object({
  level: z.enum(['ALL', 'ERROR', 'FATAL', 'OFF']).optional(),
  includeExecutionData: z.boolean().optional(),
  destinations: z
    .array(
      z.object({
        cloudWatchLogsLogGroup: z.object({ logGroupArn: z.string().max(256).optional() }).optional()
      })
    )
    .optional()
})

/** Accepted and answered; nothing is traced. */
export const tracingConfiguration = z.object({ enabled: z.boolean().optional() })

export const description = z.string().max(256)
