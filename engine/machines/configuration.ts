/** What a state machine has besides its definition. */
import type { z } from 'zod'
import { ApiError } from '../../api/errors.ts'
import type { loggingConfiguration } from '../../api/operations/shapes.ts'

export type Logging = z.output<typeof loggingConfiguration>

/** As it is answered: with its defaults. */
export interface FullLogging extends Logging {
  level: 'ALL' | 'ERROR' | 'FATAL' | 'OFF'
  includeExecutionData: boolean
}

/** A log group's ARN ends with `:*`. */
const LOG_GROUP = /^arn:aws[\w-]*:logs:[^:]*:[^:]*:log-group:[^:]+:\*$/

/**
 * The configuration as it is stored: JSON, or undefined where it is all default. Throws ApiError
 * InvalidLoggingConfiguration. Logs go to a file, so the destination is kept but not looked up.
 */
export function loggingText(logging: Logging | undefined): string | undefined {
  if (!logging) return undefined
  const destinations = logging.destinations ?? []
  const isOn = logging.level !== undefined && logging.level !== 'OFF'
  if (destinations.length > 1 || (isOn && destinations.length === 0)) {
    throw invalid('Must specify exactly one Log Destination.')
  }
  for (const { cloudWatchLogsLogGroup: group } of destinations) {
    const arn = group?.logGroupArn
    if (arn === undefined || !LOG_GROUP.test(arn)) throw invalid('Log Destination not found.')
  }
  const { level = 'OFF', includeExecutionData = false } = logging
  const full = { level, includeExecutionData, ...(destinations.length > 0 ? { destinations } : {}) }
  return level === 'OFF' && !includeExecutionData && destinations.length === 0
    ? undefined
    : JSON.stringify(full)
}

/** The stored configuration as the API answers it. */
export function readLogging(text: string | undefined): FullLogging {
  return text === undefined
    ? { level: 'OFF', includeExecutionData: false }
    : (JSON.parse(text) as FullLogging)
}

function invalid(reason: string): ApiError {
  return new ApiError('InvalidLoggingConfiguration', `Invalid Logging Configuration: ${reason}`)
}
