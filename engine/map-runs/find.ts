import { ApiError } from '../../api/errors.ts'
import type { MapRunRecord } from '../store/queries/map-runs.ts'
import { findMapRunByArn } from '../store/queries/map-runs.ts'
import type { ReadDb } from '../store/transaction.ts'

/** The map run of an ARN. Throws ApiError InvalidArn or ResourceNotFound. */
export function findRun(db: ReadDb, arn: string): MapRunRecord {
  if (!/^arn:[^:]*:states:[^:]*:[^:]*:mapRun:[^:]+:[^:]+$/.test(arn)) {
    throw new ApiError('InvalidArn', `Invalid Arn: 'Invalid ARN prefix: ${arn}'`, {
      hint: 'Expected an ARN of the form arn:aws:states:<region>:<account>:mapRun:<state machine>/<label>:<name>.'
    })
  }
  const found = findMapRunByArn(db, arn)
  if (found) return found
  throw new ApiError('ResourceNotFound', `Resource not found: '${arn}'`)
}
