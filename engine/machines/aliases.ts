/** https://docs.aws.amazon.com/step-functions/latest/dg/concepts-state-machine-alias.html */
import { ApiError } from '../../api/errors.ts'
import { parseQualifiedArn, qualifiedArn } from '../arns.ts'
import type { AliasRecord, Route } from '../store/queries/aliases.ts'
import { deleteAlias, findAlias, insertAlias, updateAlias } from '../store/queries/aliases.ts'
import type { StateMachineRecord } from '../store/queries/state-machines.ts'
import { findStateMachine } from '../store/queries/state-machines.ts'
import { findVersion } from '../store/queries/versions.ts'
import type { ReadDb, WriteDb } from '../store/transaction.ts'

/** A route as the API has it. */
export interface RoutingItem {
  stateMachineVersionArn: string
  weight: number
}

export interface NewAlias {
  name: string
  description?: string
  routingConfiguration: readonly RoutingItem[]
}

/** An alias with its state machine's name, which its ARN needs. */
export interface FoundAlias {
  machine: StateMachineRecord
  alias: AliasRecord
}

/**
 * Makes an alias. Idempotent on name, description and routes. Throws ApiError ValidationException,
 * ResourceNotFound (a version that is not there), ConflictException, InvalidArn.
 */
export function createAlias(write: WriteDb, request: NewAlias, now: number): FoundAlias {
  const { machine, routes } = readRoutes(write, request.routingConfiguration)
  const { name, description } = request
  const found = findAlias(write, machine.id, name)
  if (found) {
    const isSame =
      found.description === description && JSON.stringify(found.routes) === JSON.stringify(routes)
    if (isSame) return { machine, alias: found }
    throw new ApiError(
      'ConflictException',
      'Failed to create alias because an alias with the same name and a different routing configuration already exists.'
    )
  }
  const described = description === undefined ? {} : { description }
  insertAlias(write, { stateMachineId: machine.id, name, routes, createdAt: now, ...described })
  return getAlias(write, qualifiedArn(machine.name, name))
}

/** Changes description, routes or both. Throws as `createAlias`; ResourceNotFound without the alias. */
export function changeAlias(
  write: WriteDb,
  arn: string,
  change: Partial<Omit<NewAlias, 'name'>>,
  now: number
): void {
  const { machine, alias } = getAlias(write, arn)
  const { description = alias.description, routingConfiguration } = change
  if (change.description === undefined && routingConfiguration === undefined) {
    throw new ApiError(
      'ValidationException',
      'Expected a description, a routing configuration or both to change, found neither.'
    )
  }
  const read = routingConfiguration && readRoutes(write, routingConfiguration)
  if (read && read.machine.id !== machine.id) throw foreignVersion()
  const routes = read?.routes ?? alias.routes
  const described = description === undefined ? {} : { description }
  updateAlias(write, { id: alias.id, routes, updatedAt: now, ...described })
}

/** Idempotent. Throws ApiError InvalidArn. */
export function removeAlias(write: WriteDb, arn: string): void {
  const { name, alias } = parseQualifiedArn(arn)
  const machine = findStateMachine(write, name)
  if (machine && alias !== undefined) deleteAlias(write, machine.id, alias)
}

/** Throws ApiError ResourceNotFound, InvalidArn. */
export function getAlias(db: ReadDb, arn: string): FoundAlias {
  const { name, alias: aliasName } = parseQualifiedArn(arn)
  const machine = findStateMachine(db, name)
  const alias =
    machine && !machine.isDeleted && aliasName !== undefined
      ? findAlias(db, machine.id, aliasName)
      : undefined
  if (!machine || !alias) throw notFound()
  return { machine, alias }
}

function readRoutes(
  db: ReadDb,
  items: readonly RoutingItem[]
): { machine: StateMachineRecord; routes: Route[] } {
  const arns = items.map((item) => item.stateMachineVersionArn)
  if (new Set(arns).size < arns.length) {
    throw new ApiError(
      'ValidationException',
      `An alias routes to one or two different versions; found the same one twice in [${arns.join(', ')}]`
    )
  }
  const weights = items.map(({ weight }) => weight)
  if (weights.reduce((sum, weight) => sum + weight, 0) !== 100) {
    throw new ApiError(
      'ValidationException',
      `The weights of an alias's versions add up to 100; found [${weights.join(', ')}]`
    )
  }
  let machine: StateMachineRecord | undefined
  const routes = items.map(({ stateMachineVersionArn: arn, weight }): Route => {
    const { name, version } = parseQualifiedArn(arn)
    if (version === undefined) {
      throw new ApiError(
        'ValidationException',
        `An alias routes to versions, whose ARNs end in a number; found [${arns.join(', ')}]`
      )
    }
    if (machine && machine.name !== name) throw foreignVersion()
    machine = findStateMachine(db, name)
    if (!machine || machine.isDeleted || !findVersion(db, machine.id, version)) throw notFound()
    return { version, weight }
  })
  if (!machine) throw notFound()
  return { machine, routes }
}

function notFound(): ApiError {
  return new ApiError('ResourceNotFound', 'Request references a resource that does not exist.')
}

function foreignVersion(): ApiError {
  return new ApiError(
    'ValidationException',
    "Expected all versions of an alias's routes to be of its own state machine."
  )
}
