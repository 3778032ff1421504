import { createHash } from 'node:crypto'
import type { Definition } from '../../asl/definition.ts'
import type { StateMachine } from '../../asl/interpreter/machine.ts'
import { compileMachine } from '../../asl/interpreter/machine.ts'
import type { KnownResource } from '../../asl/validate/validate.ts'
import { ApiError } from '../../api/errors.ts'
import { DEFAULT_ROLE_ARN, parseStateMachineArn, stateMachineArn } from '../arns.ts'
import type { Clock } from '../clock.ts'
import { createLru } from '../host/lru.ts'
import type { Ids } from '../ids.ts'
import type { Durability } from '../store/log-sync.ts'
import { deleteAliasesOf } from '../store/queries/aliases.ts'
import type { StateMachineRecord } from '../store/queries/state-machines.ts'
import * as rows from '../store/queries/state-machines.ts'
import type { Tag } from '../store/queries/tags.ts'
import { deleteTagsOf } from '../store/queries/tags.ts'
import { deleteVersionsOf } from '../store/queries/versions.ts'
import type { ReadDb, WriteDb } from '../store/transaction.ts'
import { checkDefinition, checkName } from './checks.ts'
import type { Logging } from './configuration.ts'
import { loggingText } from './configuration.ts'
import type { Durabilities } from './durabilities.ts'
import { findMachine } from './find.ts'
import { addTags } from './tags.ts'
import { publishVersion } from './versions.ts'
import { checkWorkFolder } from './work-folder.ts'

interface Publication {
  /** Makes a version of what is stored. */
  publish?: boolean
  /** Only with `publish`. */
  versionDescription?: string
}

interface Configuration {
  /** Absolute; empty: the folder in the data folder. */
  workFolder?: string
  /** `engine`: as the engine's. */
  durability?: Durability | 'engine'
  roleArn?: string
  loggingConfiguration?: Logging
  isTraced?: boolean
}

export interface NewStateMachine extends Configuration, Publication {
  name: string
  definition: string
  type?: 'STANDARD' | 'EXPRESS'
  tags?: readonly Tag[]
}

export interface StateMachineUpdate extends Configuration, Publication {
  stateMachineArn: string
  definition?: string
}

/** State machines and their revisions; a definition is compiled once a revision. */
export interface Machines {
  /**
   * Stores a new state machine. Idempotent on the same name, type, configuration and exact text.
   * Throws ApiError InvalidName, InvalidDefinition (details: problems), InvalidLoggingConfiguration,
   * StateMachineAlreadyExists, TooManyTags, ValidationException.
   */
  create: (
    write: WriteDb,
    machine: NewStateMachine
  ) => { stateMachineArn: string; createdAt: number; version?: number }
  /**
   * Running executions keep the revision that they started with. `revisionId` is the row of the
   * text, `revisionName` AWS's revisionId. Throws as `create`, and StateMachineDoesNotExist.
   */
  update: (
    write: WriteDb,
    change: StateMachineUpdate
  ) => { updatedAt: number; revisionId: number; revisionName: string; version?: number }
  /** Idempotent, with its versions, aliases and tags. Running executions are let finish. */
  remove: (write: WriteDb, arn: string) => void
  /** Throws ApiError StateMachineDoesNotExist, InvalidArn. */
  find: (db: ReadDb, arn: string) => StateMachineRecord
  compiled: (db: ReadDb, revisionId: number) => StateMachine
  /** What a step of the state machine's executions must outlive. */
  durabilityOf: (stateMachineArn: string) => Durability
}

/** How many compiled definitions are kept in memory. */
const COMPILED_LIMIT = 200

export interface MachinesOptions {
  clock: Clock
  ids: Ids
  /** What tasks may call: a definition that names another plugin action is refused. */
  resources: readonly KnownResource[]
  durabilities: Durabilities
}

export function createMachines(options: MachinesOptions): Machines {
  const { clock, ids, resources, durabilities } = options
  const check = (definition: string, type: StateMachineRecord['type']): void =>
    checkDefinition(definition, { type, resources })
  const compiledRevisions = createLru<number, StateMachine>(COMPILED_LIMIT)

  return {
    find: findMachine,
    durabilityOf: durabilities.of,
    create: (write, machine) => create(write, machine, { now: clock.now(), check, durabilities }),
    update: (write, change) => {
      const machine = findMachine(write, change.stateMachineArn)
      const revisionName = ids.uuid()
      return update(write, machine, change, {
        ...{ now: clock.now(), check, durabilities, revisionName }
      })
    },
    remove: (write, arn) => {
      const machine = rows.findStateMachine(write, parseStateMachineArn(arn))
      if (!machine || machine.isDeleted) return
      deleteAliasesOf(write, machine.id)
      deleteVersionsOf(write, machine.id)
      deleteTagsOf(write, arn)
      rows.deleteStateMachine(write, machine.id, clock.now())
      write.notify({ type: 'state-machine', stateMachineArn: arn })
    },
    compiled: (db, revisionId) => {
      let machine = compiledRevisions.get(revisionId)
      if (!machine) {
        machine = compile(db, revisionId)
        compiledRevisions.set(revisionId, machine)
      }
      return machine
    }
  }
}

interface StoreOptions {
  now: number
  check: (definition: string, type: StateMachineRecord['type']) => void
  durabilities: Durabilities
}

function create(
  write: WriteDb,
  machine: NewStateMachine,
  { now, check, durabilities }: StoreOptions
): { stateMachineArn: string; createdAt: number; version?: number } {
  checkName(machine.name)
  checkPublication(machine)
  const { type = 'STANDARD', roleArn = DEFAULT_ROLE_ARN, isTraced = false } = machine
  const logging = loggingText(machine.loggingConfiguration)
  const arn = stateMachineArn(machine.name)
  const found = rows.findStateMachine(write, machine.name)
  if (found && !found.isDeleted) {
    const current = rows.findRevision(write, found.revisionId)
    const isSame =
      current?.definition === machine.definition &&
      found.type === type &&
      found.logging === logging &&
      found.isTraced === isTraced &&
      rows.workFolderOf(write, machine.name) === (machine.workFolder || undefined) &&
      rows.durabilityOf(write, machine.name) === ownDurability(machine)
    if (isSame) {
      return {
        ...{ stateMachineArn: arn, createdAt: found.createdAt },
        ...publication(write, found, machine, now)
      }
    }
    throw new ApiError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`, {
      hint: 'It has another definition, type or configuration: use UpdateStateMachine, or another name.'
    })
  }
  check(machine.definition, type)
  checkDurability(type, machine)
  if (machine.workFolder) checkWorkFolder(machine.workFolder)
  const row = { name: machine.name, type, roleArn, createdAt: now }
  const id = found?.id ?? rows.insertStateMachine(write, row)
  if (found) rows.reviveStateMachine(write, id, row)
  const revisionId = putRevision(write, id, machine.definition, now)
  rows.updateStateMachine(write, id, {
    ...{ revisionId, roleArn, isTraced, revisionName: '', updatedAt: now },
    ...(logging === undefined ? {} : { logging })
  })
  rows.setWorkFolder(write, machine.name, machine.workFolder || undefined)
  setDurability(write, machine.name, machine, durabilities)
  addTags(write, arn, machine.tags ?? [])
  write.notify({ type: 'state-machine', stateMachineArn: arn })
  const stored = findMachine(write, arn)
  return { stateMachineArn: arn, createdAt: now, ...publication(write, stored, machine, now) }
}

function update(
  write: WriteDb,
  machine: StateMachineRecord,
  change: StateMachineUpdate,
  { now, check, durabilities, revisionName }: StoreOptions & { revisionName: string }
): ReturnType<Machines['update']> {
  const { definition, roleArn, loggingConfiguration, isTraced, workFolder, durability } = change
  const asked = [definition, roleArn, loggingConfiguration, isTraced, workFolder, durability]
  if (asked.every((part) => part === undefined)) {
    throw new ApiError(
      'MissingRequiredParameter',
      'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified'
    )
  }
  checkPublication(change)
  if (definition !== undefined) check(definition, machine.type)
  checkDurability(machine.type, change)
  if (durability !== undefined) setDurability(write, machine.name, change, durabilities)
  if (workFolder) checkWorkFolder(workFolder)
  if (workFolder !== undefined) rows.setWorkFolder(write, machine.name, workFolder || undefined)
  const logging = loggingConfiguration ? loggingText(loggingConfiguration) : machine.logging
  const next = {
    revisionId:
      definition === undefined
        ? machine.revisionId
        : putRevision(write, machine.id, definition, now),
    roleArn: roleArn ?? machine.roleArn,
    isTraced: isTraced ?? machine.isTraced,
    ...(logging === undefined ? {} : { logging })
  }
  const isChanged =
    next.revisionId !== machine.revisionId ||
    next.roleArn !== machine.roleArn ||
    next.isTraced !== machine.isTraced ||
    logging !== machine.logging
  const current = isChanged ? revisionName : machine.revisionName
  rows.updateStateMachine(write, machine.id, { ...next, revisionName: current, updatedAt: now })
  write.notify({ type: 'state-machine', stateMachineArn: stateMachineArn(machine.name) })
  const stored = findMachine(write, stateMachineArn(machine.name))
  return {
    ...{ updatedAt: now, revisionId: next.revisionId, revisionName: current },
    ...publication(write, stored, change, now)
  }
}

function ownDurability({ durability }: Configuration): Durability | undefined {
  return durability === 'engine' ? undefined : durability
}

/** Throws ApiError ValidationException. */
function checkDurability(type: StateMachineRecord['type'], { durability }: Configuration): void {
  if (type === 'STANDARD' || durability === undefined || durability === 'engine') return
  throw new ApiError(
    'ValidationException',
    'Expected no durability for a state machine of type EXPRESS: its executions run in memory and keep no rows.'
  )
}

function setDurability(
  write: WriteDb,
  name: string,
  configuration: Configuration,
  durabilities: Durabilities
): void {
  const durability = ownDurability(configuration)
  if (rows.durabilityOf(write, name) === durability) return
  rows.setDurability(write, name, durability)
  write.afterCommit(durabilities.changed)
}

function checkPublication({ publish, versionDescription }: Publication): void {
  if (versionDescription === undefined || publish === true) return
  throw new ApiError(
    'ValidationException',
    'Version description can only be set when publish is true'
  )
}

function publication(
  write: WriteDb,
  machine: StateMachineRecord,
  { publish, versionDescription }: Publication,
  now: number
): { version?: number } {
  if (publish !== true) return {}
  const described = versionDescription === undefined ? {} : { description: versionDescription }
  return { version: publishVersion(write, machine, { now, ...described }).number }
}

function putRevision(
  write: WriteDb,
  stateMachineId: number,
  definition: string,
  createdAt: number
): number {
  const digest = createHash('sha256').update(definition).digest('hex')
  return rows.putRevision(write, { stateMachineId, definition, createdAt, digest })
}

function compile(db: ReadDb, revisionId: number): StateMachine {
  const revision = rows.findRevision(db, revisionId)
  if (!revision) throw new Error(`Revision ${String(revisionId)} is not in the database`)
  // Validated when it was stored; a newer, stricter validator must not stop what runs already.
  return compileMachine(JSON.parse(revision.definition) as Definition)
}
