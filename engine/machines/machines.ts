import { createHash } from 'node:crypto'
import type { Definition } from '../../asl/definition.ts'
import type { StateMachine } from '../../asl/interpreter/machine.ts'
import { compileMachine } from '../../asl/interpreter/machine.ts'
import { invalidDefinitionMessage } from '../../asl/validate/diagnostic.ts'
import type { KnownResource, ValidateOptions } from '../../asl/validate/validate.ts'
import { validateDefinition } from '../../asl/validate/validate.ts'
import { ApiError } from '../../api/errors.ts'
import { DEFAULT_ROLE_ARN, parseStateMachineArn, stateMachineArn } from '../arns.ts'
import type { Clock } from '../clock.ts'
import { createLru } from '../host/lru.ts'
import type { StateMachineRecord } from '../store/queries/state-machines.ts'
import * as rows from '../store/queries/state-machines.ts'
import type { ReadDb, WriteDb } from '../store/transaction.ts'

export interface NewStateMachine {
  name: string
  definition: string
  roleArn?: string
  type?: 'STANDARD' | 'EXPRESS'
}

/** State machines and their revisions; a definition is compiled once a revision. */
export interface Machines {
  /**
   * Stores a new state machine. Idempotent on the same name, type and exact text. Throws ApiError
   * InvalidName, InvalidDefinition (details: problems), StateMachineAlreadyExists.
   */
  create: (
    write: WriteDb,
    machine: NewStateMachine
  ) => { stateMachineArn: string; createdAt: number }
  /** Running executions keep the revision that they started with. */
  update: (
    write: WriteDb,
    change: { stateMachineArn: string; definition?: string; roleArn?: string }
  ) => { updatedAt: number; revisionId: number }
  /** Idempotent. Running executions are let finish. */
  remove: (write: WriteDb, arn: string) => void
  /** Throws ApiError StateMachineDoesNotExist, InvalidArn. */
  find: (db: ReadDb, arn: string) => StateMachineRecord
  compiled: (db: ReadDb, revisionId: number) => StateMachine
}

/** How many compiled definitions are kept in memory. */
const COMPILED_LIMIT = 200

export interface MachinesOptions {
  clock: Clock
  /** What tasks may call: a definition that names another plugin action is refused. */
  resources: readonly KnownResource[]
}

export function createMachines({ clock, resources }: MachinesOptions): Machines {
  const check = (definition: string, type: StateMachineRecord['type']): void =>
    checkDefinition(definition, { type, resources })
  const compiledRevisions = createLru<number, StateMachine>(COMPILED_LIMIT)

  const find = (db: ReadDb, arn: string): StateMachineRecord => {
    const machine = rows.findStateMachine(db, parseStateMachineArn(arn))
    if (!machine || machine.isDeleted) throw doesNotExist(arn)
    return machine
  }

  return {
    find,
    create: (write, machine) => create(write, machine, { now: clock.now(), check }),
    update: (write, change) => {
      const machine = find(write, change.stateMachineArn)
      return update(write, machine, change, { now: clock.now(), check })
    },
    remove: (write, arn) => {
      const machine = rows.findStateMachine(write, parseStateMachineArn(arn))
      if (!machine || machine.isDeleted) return
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
}

function create(
  write: WriteDb,
  machine: NewStateMachine,
  { now, check }: StoreOptions
): { stateMachineArn: string; createdAt: number } {
  checkName(machine.name)
  const { type = 'STANDARD', roleArn = DEFAULT_ROLE_ARN } = machine
  const arn = stateMachineArn(machine.name)
  const found = rows.findStateMachine(write, machine.name)
  if (found && !found.isDeleted) {
    const current = rows.findRevision(write, found.revisionId)
    if (current?.definition === machine.definition && found.type === type) {
      return { stateMachineArn: arn, createdAt: found.createdAt }
    }
    throw new ApiError('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`, {
      hint: 'It has another definition or type: use UpdateStateMachine, or another name.'
    })
  }
  check(machine.definition, type)
  const row = { name: machine.name, type, roleArn, createdAt: now }
  const id = found?.id ?? rows.insertStateMachine(write, row)
  if (found) rows.reviveStateMachine(write, id, row)
  const revisionId = putRevision(write, id, machine.definition, now)
  rows.updateStateMachine(write, id, { revisionId, roleArn, updatedAt: now })
  write.notify({ type: 'state-machine', stateMachineArn: arn })
  return { stateMachineArn: arn, createdAt: now }
}

function update(
  write: WriteDb,
  machine: StateMachineRecord,
  change: { definition?: string; roleArn?: string },
  { now, check }: StoreOptions
): { updatedAt: number; revisionId: number } {
  const { definition, roleArn = machine.roleArn } = change
  if (definition === undefined && change.roleArn === undefined) {
    throw new ApiError(
      'MissingRequiredParameter',
      'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified'
    )
  }
  if (definition !== undefined) check(definition, machine.type)
  const revisionId =
    definition === undefined ? machine.revisionId : putRevision(write, machine.id, definition, now)
  rows.updateStateMachine(write, machine.id, { revisionId, roleArn, updatedAt: now })
  write.notify({ type: 'state-machine', stateMachineArn: stateMachineArn(machine.name) })
  return { updatedAt: now, revisionId }
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

/** Names of state machines and executions. https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html */
// eslint-disable-next-line no-control-regex -- control characters are what it forbids
const FORBIDDEN_IN_NAME = /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/

/** Throws ApiError InvalidName. */
export function checkName(name: string): void {
  const found = FORBIDDEN_IN_NAME.exec(name)?.[0]
  if (name.length >= 1 && name.length <= 80 && found === undefined) return
  throw new ApiError('InvalidName', `Invalid Name: '${name}'`, {
    hint:
      'Expected 1 to 80 characters without white space, brackets, ? * " # % \\ ^ | ~ ` $ & , ; : / or control characters' +
      (found === undefined ? '.' : `, found ${JSON.stringify(found)}.`)
  })
}

/** Throws ApiError InvalidDefinition that carries every problem. */
function checkDefinition(text: string, options: ValidateOptions): void {
  const { problems, definition } = validateDefinition(text, options)
  const errors = problems.filter(({ severity }) => severity === 'error')
  if (errors.length === 0 && definition) {
    compileMachine(definition)
    return
  }
  throw new ApiError('InvalidDefinition', invalidDefinitionMessage(problems, text), {
    problems: errors
  })
}

function doesNotExist(arn: string): ApiError {
  return new ApiError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`)
}
