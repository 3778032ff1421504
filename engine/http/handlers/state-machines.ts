import { ApiError } from '../../../api/errors.ts'
import { toDiagnostic } from '../../../asl/validate/diagnostic.ts'
import { validateDefinition } from '../../../asl/validate/validate.ts'
import { parseStateMachineArn, stateMachineArn } from '../../arns.ts'
import type { Host } from '../../host/host.ts'
import type { Machines } from '../../machines/machines.ts'
import { knownResources } from '../../plugins/known-resources.ts'
import type { Registry } from '../../plugins/registry.ts'
import type { Schedules } from '../../schedules/schedules.ts'
import type { Store } from '../../store/open.ts'
import type { Revision, StateMachineRecord } from '../../store/queries/state-machines.ts'
import {
  findRevision,
  findStateMachineById,
  listStateMachines
} from '../../store/queries/state-machines.ts'
import type { ReadDb } from '../../store/transaction.ts'
import { reader } from '../../store/transaction.ts'
import type { Handlers } from '../handler.ts'
import { cutPage, isTextKey, pageSize, pageStart } from '../paging.ts'
import { executionOf } from './executions.ts'
import { toSeconds } from './wire.ts'

type Names =
  | 'CreateStateMachine'
  | 'UpdateStateMachine'
  | 'DeleteStateMachine'
  | 'DescribeStateMachine'
  | 'DescribeStateMachineForExecution'
  | 'ListStateMachines'
  | 'ValidateStateMachineDefinition'

export interface StateMachineServices {
  store: Store
  host: Host
  machines: Machines
  schedules: Schedules
  registry: Registry
}

export function stateMachineHandlers(services: StateMachineServices): Pick<Handlers, Names> {
  const { store, host, machines, schedules } = services
  return {
    ...readHandlers(reader(store), machines),
    CreateStateMachine: async ({ name, definition, roleArn, type }) => {
      const machine = {
        name,
        definition,
        ...(roleArn ? { roleArn } : {}),
        ...(type ? { type } : {})
      }
      const created = await host.enqueue((write) => machines.create(write, machine))
      return {
        stateMachineArn: created.stateMachineArn,
        creationDate: toSeconds(created.createdAt)
      }
    },
    UpdateStateMachine: async ({ stateMachineArn: arn, definition, roleArn }) => {
      const change = {
        stateMachineArn: arn,
        ...(definition === undefined ? {} : { definition }),
        ...(roleArn === undefined ? {} : { roleArn })
      }
      const updated = await host.enqueue((write) => machines.update(write, change))
      return {
        updateDate: toSeconds(updated.updatedAt),
        revisionId: revisionName(updated.revisionId)
      }
    },
    DeleteStateMachine: async ({ stateMachineArn: arn }) => {
      await host.enqueue((write) => {
        machines.remove(write, arn)
        schedules.disableThoseOf(write, parseStateMachineArn(arn))
      })
      return {}
    },
    ValidateStateMachineDefinition: (input) => validate(services.registry, input)
  }
}

type Reads = 'DescribeStateMachine' | 'DescribeStateMachineForExecution' | 'ListStateMachines'

function readHandlers(db: ReadDb, machines: Machines): Pick<Handlers, Reads> {
  return {
    DescribeStateMachine: ({ stateMachineArn: arn }) => {
      const machine = machines.find(db, arn)
      return describe(machine, revisionOf(db, machine.revisionId))
    },
    DescribeStateMachineForExecution: ({ executionArn }) => {
      const execution = executionOf(db, executionArn)
      const machine = findStateMachineById(db, execution.stateMachineId)
      if (!machine) throw new Error(`Execution ${executionArn} has no state machine row`)
      const revision = revisionOf(db, execution.revisionId)
      return {
        stateMachineArn: stateMachineArn(machine.name),
        name: machine.name,
        definition: revision.definition,
        roleArn: machine.roleArn,
        updateDate: toSeconds(revision.createdAt),
        revisionId: revisionName(revision.id)
      }
    },
    ListStateMachines: (page) => {
      const size = pageSize(page)
      const start = pageStart('state machines', page, isTextKey)
      const after = start ? { afterName: start[0] } : {}
      const found = listStateMachines(db, { ...after, limit: size + 1 })
      const cut = cutPage('state machines', found, size, ({ name }) => [name])
      return {
        stateMachines: cut.page.map((machine) => ({
          stateMachineArn: stateMachineArn(machine.name),
          name: machine.name,
          type: machine.type,
          creationDate: toSeconds(machine.createdAt)
        })),
        ...(cut.nextToken ? { nextToken: cut.nextToken } : {})
      }
    }
  }
}

function validate(
  registry: Registry,
  input: {
    definition: string
    type?: 'STANDARD' | 'EXPRESS' | undefined
    severity?: 'ERROR' | 'WARNING' | undefined
    maxResults?: number | undefined
  }
) {
  const { problems } = validateDefinition(input.definition, {
    ...(input.type ? { type: input.type } : {}),
    resources: knownResources(registry)
  })
  const asked =
    input.severity === 'WARNING'
      ? problems
      : problems.filter(({ severity }) => severity === 'error')
  const limit = input.maxResults === undefined || input.maxResults === 0 ? 100 : input.maxResults
  return {
    result: problems.some(({ severity }) => severity === 'error')
      ? ('FAIL' as const)
      : ('OK' as const),
    diagnostics: asked.slice(0, limit).map((problem) => toDiagnostic(problem, input.definition)),
    truncated: asked.length > limit
  }
}

function describe(machine: StateMachineRecord, revision: Revision) {
  const isUpdated = machine.updatedAt !== machine.createdAt
  return {
    stateMachineArn: stateMachineArn(machine.name),
    name: machine.name,
    status: 'ACTIVE' as const,
    definition: revision.definition,
    roleArn: machine.roleArn,
    type: machine.type,
    creationDate: toSeconds(machine.createdAt),
    ...(isUpdated ? { revisionId: revisionName(revision.id) } : {}),
    loggingConfiguration: { level: 'OFF', includeExecutionData: false },
    tracingConfiguration: { enabled: false }
  }
}

function revisionOf(db: ReadDb, id: number): Revision {
  const revision = findRevision(db, id)
  if (!revision) throw new ApiError('InternalServerError', `Revision ${String(id)} is missing.`)
  return revision
}

/** AWS's revision ids have the form of a UUID; ours count. */
function revisionName(id: number): string {
  return `00000000-0000-4000-8000-${id.toString(16).padStart(12, '0')}`
}
