/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-state-machine-version.html */
import { ApiError } from '../../api/errors.ts'
import { parseQualifiedArn } from '../arns.ts'
import { aliasesOfVersion } from '../store/queries/aliases.ts'
import type { StateMachineRecord } from '../store/queries/state-machines.ts'
import { findStateMachine } from '../store/queries/state-machines.ts'
import type { VersionRecord } from '../store/queries/versions.ts'
import { deleteVersion, findVersionOfRevision, insertVersion } from '../store/queries/versions.ts'
import type { WriteDb } from '../store/transaction.ts'

/** What AWS calls the revision that a state machine was created with. */
const INITIAL = 'INITIAL'

/**
 * The version of a state machine's current revision, made if there is none. Throws ApiError
 * ConflictException where `revisionName` is another revision than the current one.
 */
export function publishVersion(
  write: WriteDb,
  machine: StateMachineRecord,
  { now, revisionName, description }: { now: number; revisionName?: string; description?: string }
): VersionRecord {
  const current = machine.revisionName
  if (revisionName !== undefined && (revisionName === INITIAL ? '' : revisionName) !== current) {
    throw new ApiError(
      'ConflictException',
      `Failed to publish the State Machine version for revision ${revisionName}. The current State Machine revision is ${current || INITIAL}.`
    )
  }
  const found = findVersionOfRevision(write, machine.id, current)
  if (found) return found
  const version = {
    stateMachineId: machine.id,
    revisionId: machine.revisionId,
    revisionName: current,
    roleArn: machine.roleArn,
    isTraced: machine.isTraced,
    createdAt: now,
    ...(machine.logging === undefined ? {} : { logging: machine.logging }),
    ...(description === undefined ? {} : { description })
  }
  return { ...version, number: insertVersion(write, version) }
}

/**
 * Deletes a version; its executions are let finish. Idempotent. Throws ApiError ConflictException
 * where an alias leads to it, ValidationException where the ARN names no version, InvalidArn.
 */
export function removeVersion(write: WriteDb, arn: string): void {
  const { name, version } = parseQualifiedArn(arn)
  if (version === undefined) {
    throw new ApiError('ValidationException', `Expected the ARN of a version, found '${arn}'.`)
  }
  const machine = findStateMachine(write, name)
  if (!machine || machine.isDeleted) return
  const aliases = aliasesOfVersion(write, machine.id, version)
  if (aliases.length > 0) {
    const names = aliases.map((alias) => alias.name).join(', ')
    throw new ApiError(
      'ConflictException',
      `Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [${names}]`
    )
  }
  deleteVersion(write, machine.id, version)
}
