import { ApiError } from '../../../api/errors.ts'
import type { Definition } from '../../../asl/definition.ts'
import { variableReferences } from '../../../asl/variable-references.ts'
import { toDiagnostic } from '../../../asl/validate/diagnostic.ts'
import { validateDefinition } from '../../../asl/validate/validate.ts'
import { parseStateMachineArn, qualifiedArn, stateMachineArn } from '../../arns.ts'
import type { Rules } from '../../concurrency/rules.ts'
import type { Host } from '../../host/host.ts'
import type { Logging } from '../../machines/configuration.ts'
import { readLogging } from '../../machines/configuration.ts'
import { findTarget } from '../../machines/find.ts'
import type { Machines } from '../../machines/machines.ts'
import { knownResources } from '../../plugins/known-resources.ts'
import type { Registry } from '../../plugins/registry.ts'
import type { Schedules } from '../../schedules/schedules.ts'
import type { Store } from '../../store/open.ts'
import type { Revision, StateMachineRecord } from '../../store/queries/state-machines.ts'
import {
  durabilityOf,
  findRevision,
  findStateMachineById,
  listStateMachines,
  workFolderOf
} from '../../store/queries/state-machines.ts'
import type { VersionRecord } from '../../store/queries/versions.ts'
import { findVersion } from '../../store/queries/versions.ts'
import type { ReadDb } from '../../store/transaction.ts'
import { reader } from '../../store/transaction.ts'
import type { TriggerServices } from '../../triggers/services.ts'
import type { Handlers } from '../handler.ts'
import { cutPage, isTextKey, pageSize, pageStart } from '../paging.ts'
import { executionOf } from './executions.ts'
import { toSeconds, wireDurability } from './wire.ts'

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
  rules: Rules
  triggerServices: TriggerServices
  registry: Registry
}

export function stateMachineHandlers(services: StateMachineServices): Pick<Handlers, Names> {
  const { store, host, machines, schedules, rules } = services
  return {
    ...readHandlers(reader(store)),
    CreateStateMachine: async (input) => {
      const { name, definition, type, tags } = input
      const machine = {
        ...{ name, definition },
        ...configurationOf(input),
        ...(type ? { type } : {}),
        ...(tags ? { tags } : {})
      }
      const created = await host.enqueue((write) => machines.create(write, machine))
      return {
        stateMachineArn: created.stateMachineArn,
        creationDate: toSeconds(created.createdAt),
        ...versionMember(name, created.version)
      }
    },
    UpdateStateMachine: async (input) => {
      const { stateMachineArn: arn, definition } = input
      const change = {
        stateMachineArn: arn,
        ...configurationOf(input),
        ...(definition === undefined ? {} : { definition })
      }
      const updated = await host.enqueue((write) => machines.update(write, change))
      return {
        updateDate: toSeconds(updated.updatedAt),
        ...(updated.revisionName === '' ? {} : { revisionId: updated.revisionName }),
        ...versionMember(parseStateMachineArn(arn), updated.version)
      }
    },
    DeleteStateMachine: async ({ stateMachineArn: arn }) => {
      await host.enqueue((write) => {
        machines.remove(write, arn)
        schedules.disableThoseOf(write, parseStateMachineArn(arn))
        rules.removeThoseOf(write, parseStateMachineArn(arn))
        services.triggerServices.triggers.disableThoseOf(write, parseStateMachineArn(arn))
      })
      return {}
    },
    ValidateStateMachineDefinition: (input) => validate(services.registry, input)
  }
}

type Reads = 'DescribeStateMachine' | 'DescribeStateMachineForExecution' | 'ListStateMachines'

function readHandlers(db: ReadDb): Pick<Handlers, Reads> {
  return {
    DescribeStateMachine: ({ stateMachineArn: arn, includedData }) => {
      const { machine, version } = findTarget(db, arn)
      const { name, type } = machine
      const shown = version ?? machine
      const described = version?.description
      const workFolder = workFolderOf(db, name)
      const durability = durabilityOf(db, name)
      return {
        stateMachineArn: version ? qualifiedArn(name, version.number) : stateMachineArn(name),
        ...{ name, type, status: 'ACTIVE' as const },
        ...(described === undefined ? {} : { description: described }),
        ...(workFolder === undefined ? {} : { workFolder }),
        ...(durability === undefined ? {} : { durability: wireDurability[durability] }),
        creationDate: toSeconds(shown.createdAt),
        ...describe(shown, revisionOf(db, shown.revisionId), includedData)
      }
    },
    DescribeStateMachineForExecution: ({ executionArn, includedData }) => {
      const execution = executionOf(db, executionArn)
      const machine = findStateMachineById(db, execution.stateMachineId)
      if (!machine) throw new Error(`Execution ${executionArn} has no state machine row`)
      const { version: number } = execution
      const version = number === undefined ? undefined : findVersion(db, machine.id, number)
      const revision = revisionOf(db, execution.revisionId)
      return {
        stateMachineArn: stateMachineArn(machine.name),
        name: machine.name,
        updateDate: toSeconds(revision.createdAt),
        ...describe(version ?? machine, revision, includedData)
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

const levels = { FULL: 'full', NORMAL: 'normal', ENGINE: 'engine' } as const

/** What CreateStateMachine and UpdateStateMachine have in common. */
function configurationOf(input: {
  roleArn?: string | undefined
  loggingConfiguration?: Logging | undefined
  tracingConfiguration?: { enabled?: boolean | undefined } | undefined
  publish?: boolean | undefined
  versionDescription?: string | undefined
  workFolder?: string | undefined
  durability?: 'FULL' | 'NORMAL' | 'ENGINE' | undefined
}) {
  const { roleArn, loggingConfiguration, tracingConfiguration, publish, versionDescription } = input
  return {
    ...(input.durability === undefined ? {} : { durability: levels[input.durability] }),
    ...(input.workFolder === undefined ? {} : { workFolder: input.workFolder }),
    ...(roleArn === undefined ? {} : { roleArn }),
    ...(loggingConfiguration === undefined ? {} : { loggingConfiguration }),
    ...(tracingConfiguration ? { isTraced: tracingConfiguration.enabled ?? false } : {}),
    ...(publish === undefined ? {} : { publish }),
    ...(versionDescription === undefined ? {} : { versionDescription })
  }
}

function versionMember(name: string, version: number | undefined) {
  return version === undefined ? {} : { stateMachineVersionArn: qualifiedArn(name, version) }
}

/** What a state machine and a version of it have in common. */
function describe(
  { roleArn, revisionName, logging, isTraced }: StateMachineRecord | VersionRecord,
  { definition }: Revision,
  includedData: 'ALL_DATA' | 'METADATA_ONLY' | undefined
) {
  const hasData = includedData !== 'METADATA_ONLY'
  const references = hasData ? variableReferences(JSON.parse(definition) as Definition) : {}
  return {
    definition: hasData ? definition : '{}',
    roleArn,
    ...(revisionName === '' ? {} : { revisionId: revisionName }),
    loggingConfiguration: readLogging(logging),
    tracingConfiguration: { enabled: isTraced },
    encryptionConfiguration: { type: 'AWS_OWNED_KEY' as const },
    ...(Object.keys(references).length > 0 ? { variableReferences: references } : {})
  }
}

function revisionOf(db: ReadDb, id: number): Revision {
  const revision = findRevision(db, id)
  if (!revision) throw new ApiError('InternalServerError', `Revision ${String(id)} is missing.`)
  return revision
}
