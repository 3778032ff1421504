import type { Output } from '../../../api/index.ts'
import { parseQualifiedArn, qualifiedArn } from '../../arns.ts'
import type { Clock } from '../../clock.ts'
import type { Host } from '../../host/host.ts'
import { changeAlias, createAlias, getAlias, removeAlias } from '../../machines/aliases.ts'
import { findMachine, findTarget } from '../../machines/find.ts'
import { publishVersion, removeVersion } from '../../machines/versions.ts'
import type { Store } from '../../store/open.ts'
import { aliasesOfVersion, listAliases } from '../../store/queries/aliases.ts'
import { findStateMachine } from '../../store/queries/state-machines.ts'
import { listVersions } from '../../store/queries/versions.ts'
import type { ReadDb } from '../../store/transaction.ts'
import { reader } from '../../store/transaction.ts'
import type { Handlers } from '../handler.ts'
import type { PageRequest } from '../paging.ts'
import { cutPage, isNumberKey, pageSize, pageStart } from '../paging.ts'
import { toSeconds } from './wire.ts'

type VersionNames =
  'PublishStateMachineVersion' | 'ListStateMachineVersions' | 'DeleteStateMachineVersion'
type AliasNames =
  | 'CreateStateMachineAlias'
  | 'UpdateStateMachineAlias'
  | 'DescribeStateMachineAlias'
  | 'ListStateMachineAliases'
  | 'DeleteStateMachineAlias'

export interface VersionServices {
  store: Store
  host: Host
  clock: Clock
}

export function versionHandlers(
  services: VersionServices
): Pick<Handlers, VersionNames | AliasNames> {
  const { store, host, clock } = services
  const db = reader(store)
  return {
    ...aliasHandlers(services),
    PublishStateMachineVersion: async ({ stateMachineArn: arn, revisionId, description }) => {
      const { machine, version } = await host.enqueue((write) => {
        const found = findMachine(write, arn)
        const options = {
          now: clock.now(),
          ...(revisionId === undefined ? {} : { revisionName: revisionId }),
          ...(description === undefined ? {} : { description })
        }
        return { machine: found, version: publishVersion(write, found, options) }
      })
      return {
        creationDate: toSeconds(version.createdAt),
        stateMachineVersionArn: qualifiedArn(machine.name, version.number)
      }
    },
    ListStateMachineVersions: ({ stateMachineArn: arn, ...page }) => {
      const { name } = parseQualifiedArn(arn)
      const machine = findStateMachine(db, name)
      if (!machine || machine.isDeleted) return { stateMachineVersions: [] }
      const list = `versions of ${name}`
      const size = pageSize(page)
      const start = pageStart(list, page, isNumberKey)
      const before = start ? { before: start[0] } : {}
      const found = listVersions(db, machine.id, { ...before, limit: size + 1 })
      const { page: shown, ...next } = cutPage(list, found, size, ({ number }) => [number])
      return {
        stateMachineVersions: shown.map(({ number, createdAt }) => ({
          stateMachineVersionArn: qualifiedArn(name, number),
          creationDate: toSeconds(createdAt)
        })),
        ...next
      }
    },
    DeleteStateMachineVersion: async ({ stateMachineVersionArn: arn }) => {
      await host.enqueue((write) => removeVersion(write, arn))
      return {}
    }
  }
}

function aliasHandlers({ store, host, clock }: VersionServices): Pick<Handlers, AliasNames> {
  const db = reader(store)
  return {
    CreateStateMachineAlias: async ({ name, description, routingConfiguration }) => {
      const request = {
        ...{ name, routingConfiguration },
        ...(description === undefined ? {} : { description })
      }
      const { machine, alias } = await host.enqueue((write) =>
        createAlias(write, request, clock.now())
      )
      return {
        creationDate: toSeconds(alias.createdAt),
        stateMachineAliasArn: qualifiedArn(machine.name, alias.name)
      }
    },
    UpdateStateMachineAlias: async ({ stateMachineAliasArn: arn, ...asked }) => {
      const now = clock.now()
      const { description, routingConfiguration } = asked
      const change = {
        ...(description === undefined ? {} : { description }),
        ...(routingConfiguration === undefined ? {} : { routingConfiguration })
      }
      await host.enqueue((write) => changeAlias(write, arn, change, now))
      return { updateDate: toSeconds(now) }
    },
    DescribeStateMachineAlias: ({ stateMachineAliasArn: arn }) => describeAlias(db, arn),
    ListStateMachineAliases: ({ stateMachineArn: arn, ...page }) => aliasPage(db, arn, page),
    DeleteStateMachineAlias: async ({ stateMachineAliasArn: arn }) => {
      await host.enqueue((write) => removeAlias(write, arn))
      return {}
    }
  }
}

function describeAlias(db: ReadDb, arn: string): Output<'DescribeStateMachineAlias'> {
  const { machine, alias } = getAlias(db, arn)
  return {
    stateMachineAliasArn: arn,
    name: alias.name,
    ...(alias.description === undefined ? {} : { description: alias.description }),
    routingConfiguration: alias.routes.map(({ version, weight }) => ({
      stateMachineVersionArn: qualifiedArn(machine.name, version),
      weight
    })),
    creationDate: toSeconds(alias.createdAt),
    updateDate: toSeconds(alias.updatedAt)
  }
}

function aliasPage(db: ReadDb, arn: string, page: PageRequest): Output<'ListStateMachineAliases'> {
  const { machine, version } = findTarget(db, arn)
  const list = `aliases of ${arn}`
  const size = pageSize(page)
  const start = pageStart(list, page, isNumberKey)
  const after = start ? { after: start[0] } : {}
  const found = version
    ? aliasesOfVersion(db, machine.id, version.number).filter(({ id }) => id > (start?.[0] ?? 0))
    : listAliases(db, machine.id, { ...after, limit: size + 1 })
  const { page: shown, ...next } = cutPage(list, found, size, ({ id }) => [id])
  return {
    stateMachineAliases: shown.map(({ name, createdAt }) => ({
      stateMachineAliasArn: qualifiedArn(machine.name, name),
      creationDate: toSeconds(createdAt)
    })),
    ...next
  }
}
