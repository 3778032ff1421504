import { ApiError } from '../../api/errors.ts'
import { parseQualifiedArn, parseStateMachineArn } from '../arns.ts'
import type { AliasRecord } from '../store/queries/aliases.ts'
import { findAlias } from '../store/queries/aliases.ts'
import type { StateMachineRecord } from '../store/queries/state-machines.ts'
import { findStateMachine } from '../store/queries/state-machines.ts'
import type { VersionRecord } from '../store/queries/versions.ts'
import { findVersion } from '../store/queries/versions.ts'
import type { ReadDb } from '../store/transaction.ts'

/** What an ARN leads to: a state machine as it is now, or as it was frozen in a version. */
export interface Target {
  machine: StateMachineRecord
  /** The version, and the alias that has led to it. */
  version?: VersionRecord
  alias?: AliasRecord
}

/** A state machine by its ARN, unqualified. Throws ApiError StateMachineDoesNotExist, InvalidArn. */
export function findMachine(db: ReadDb, arn: string): StateMachineRecord {
  return machineOf(db, parseStateMachineArn(arn), arn)
}

/**
 * What an ARN, qualified or not, leads to. A `fraction` in [0, 1) chooses between an alias's routes.
 * Throws ApiError StateMachineDoesNotExist, InvalidArn.
 */
export function findTarget(db: ReadDb, arn: string, fraction: () => number = () => 0): Target {
  const { name, version: number, alias: aliasName } = parseQualifiedArn(arn)
  const machine = machineOf(db, name, arn)
  if (number !== undefined) return { machine, version: versionOf(db, machine, number, arn) }
  if (aliasName === undefined) return { machine }
  const alias = findAlias(db, machine.id, aliasName)
  if (!alias) throw doesNotExist(arn)
  return { machine, alias, version: versionOf(db, machine, routeOf(alias, fraction()), arn) }
}

function routeOf({ routes }: AliasRecord, fraction: number): number {
  let sum = 0
  for (const { version, weight } of routes) {
    sum += weight
    if (fraction * 100 < sum) return version
  }
  return routes.at(-1)?.version ?? 0
}

function machineOf(db: ReadDb, name: string, arn: string): StateMachineRecord {
  const machine = findStateMachine(db, name)
  if (machine && !machine.isDeleted) return machine
  throw doesNotExist(arn)
}

function versionOf(
  db: ReadDb,
  machine: StateMachineRecord,
  number: number,
  arn: string
): VersionRecord {
  const version = findVersion(db, machine.id, number)
  if (version) return version
  throw doesNotExist(arn)
}

function doesNotExist(arn: string): ApiError {
  return new ApiError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`)
}
