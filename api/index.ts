/** The Operations map: handlers, client, CLI and docs are mapped types over it. */
import type { z } from 'zod'
import * as activities from './operations/activities.ts'
import * as approvals from './operations/approvals.ts'
import * as concurrency from './operations/concurrency.ts'
import * as connections from './operations/connections.ts'
import * as engine from './operations/engine.ts'
import * as executions from './operations/executions.ts'
import * as mapRuns from './operations/map-runs.ts'
import * as scheduleCalendars from './operations/schedule-calendars.ts'
import * as scheduleSlots from './operations/schedule-slots.ts'
import * as schedules from './operations/schedules.ts'
import * as stateMachines from './operations/state-machines.ts'
import * as tags from './operations/tags.ts'
import { describeConditions } from './operations/conditions.ts'
import * as tasks from './operations/tasks.ts'
import * as storage from './operations/storage.ts'
import { testState } from './operations/test-state.ts'
import * as triggers from './operations/triggers.ts'
import * as versions from './operations/versions.ts'

export const operations = {
  CreateStateMachine: stateMachines.createStateMachine,
  UpdateStateMachine: stateMachines.updateStateMachine,
  DeleteStateMachine: stateMachines.deleteStateMachine,
  DescribeStateMachine: stateMachines.describeStateMachine,
  DescribeStateMachineForExecution: stateMachines.describeStateMachineForExecution,
  ListStateMachines: stateMachines.listStateMachines,
  ValidateStateMachineDefinition: stateMachines.validateStateMachineDefinition,
  TestState: testState,
  PublishStateMachineVersion: versions.publishStateMachineVersion,
  ListStateMachineVersions: versions.listStateMachineVersions,
  DeleteStateMachineVersion: versions.deleteStateMachineVersion,
  CreateStateMachineAlias: versions.createStateMachineAlias,
  UpdateStateMachineAlias: versions.updateStateMachineAlias,
  DescribeStateMachineAlias: versions.describeStateMachineAlias,
  ListStateMachineAliases: versions.listStateMachineAliases,
  DeleteStateMachineAlias: versions.deleteStateMachineAlias,
  TagResource: tags.tagResource,
  UntagResource: tags.untagResource,
  ListTagsForResource: tags.listTagsForResource,
  StartExecution: executions.startExecution,
  StartSyncExecution: executions.startSyncExecution,
  StopExecution: executions.stopExecution,
  RedriveExecution: executions.redriveExecution,
  DescribeExecution: executions.describeExecution,
  ListExecutions: executions.listExecutions,
  GetExecutionHistory: executions.getExecutionHistory,
  ListMapRuns: mapRuns.listMapRuns,
  DescribeMapRun: mapRuns.describeMapRun,
  UpdateMapRun: mapRuns.updateMapRun,
  SearchExecutions: executions.searchExecutions,
  CountExecutions: executions.countExecutions,
  SendTaskSuccess: tasks.sendTaskSuccess,
  SendTaskFailure: tasks.sendTaskFailure,
  SendTaskHeartbeat: tasks.sendTaskHeartbeat,
  CreateActivity: activities.createActivity,
  DescribeActivity: activities.describeActivity,
  DeleteActivity: activities.deleteActivity,
  ListActivities: activities.listActivities,
  GetActivityTask: activities.getActivityTask,
  GetTaskLog: tasks.getTaskLog,
  CreateSchedule: schedules.createSchedule,
  UpdateSchedule: schedules.updateSchedule,
  DeleteSchedule: schedules.deleteSchedule,
  GetSchedule: schedules.getSchedule,
  ListSchedules: schedules.listSchedules,
  PreviewSchedule: schedules.previewSchedule,
  PauseSchedule: schedules.pauseSchedule,
  ResumeSchedule: schedules.resumeSchedule,
  TriggerSchedule: schedules.triggerSchedule,
  CreateTrigger: triggers.createTrigger,
  UpdateTrigger: triggers.updateTrigger,
  SetTriggerState: triggers.setTriggerState,
  DeleteTrigger: triggers.deleteTrigger,
  GetTrigger: triggers.getTrigger,
  ListTriggers: triggers.listTriggers,
  ListFirings: triggers.listFirings,
  TestTrigger: triggers.testTrigger,
  FireTrigger: triggers.fireTrigger,
  DescribeConditions: describeConditions,
  PutConcurrencyRule: concurrency.putConcurrencyRule,
  GetConcurrencyRule: concurrency.getConcurrencyRule,
  DeleteConcurrencyRule: concurrency.deleteConcurrencyRule,
  ListConcurrencyRules: concurrency.listConcurrencyRules,
  PutPool: concurrency.putPool,
  ListPools: concurrency.listPools,
  DescribePool: concurrency.describePool,
  DeletePool: concurrency.deletePool,
  BackfillSchedule: schedules.backfillSchedule,
  ListSlots: scheduleSlots.listSlots,
  RunSlot: scheduleSlots.runSlot,
  DropSlot: scheduleSlots.dropSlot,
  GetDigest: scheduleSlots.getDigest,
  AcknowledgeDigest: scheduleSlots.acknowledgeDigest,
  GetScheduleCalendar: scheduleCalendars.getScheduleCalendar,
  PutExclusionCalendar: scheduleCalendars.putExclusionCalendar,
  ListExclusionCalendars: scheduleCalendars.listExclusionCalendars,
  DeleteExclusionCalendar: scheduleCalendars.deleteExclusionCalendar,
  ListApprovals: approvals.listApprovals,
  DescribeApproval: approvals.describeApproval,
  DecideApproval: approvals.decideApproval,
  ListConnections: connections.listConnections,
  PutConnection: connections.putConnection,
  DeleteConnection: connections.deleteConnection,
  TestConnection: connections.testConnection,
  DescribeEngine: engine.describeEngine,
  ListPlugins: engine.listPlugins,
  ListMails: engine.listMails,
  DescribeMail: engine.describeMail,
  SendWaitingMails: engine.sendWaitingMails,
  DiscardMail: engine.discardMail,
  ListExamples: engine.listExamples,
  InstallExample: engine.installExample,
  DescribeStorage: storage.describeStorage,
  PutStorageBudget: storage.putStorageBudget,
  CompactDatabase: storage.compactDatabase,
  DescribeRetention: storage.describeRetention,
  PutRetention: storage.putRetention,
  PruneExecutions: storage.pruneExecutions,
  DeleteExecution: storage.deleteExecution,
  DeleteExecutions: storage.deleteExecutions,
  KeepExecution: storage.keepExecution
} as const

export type Operations = typeof operations
export type OperationName = keyof Operations

/** What a caller sends. */
export type Input<K extends OperationName> = z.input<Operations[K]['input']>
/** What a handler receives: checked, defaults filled in. */
export type CheckedInput<K extends OperationName> = z.output<Operations[K]['input']>
/** What the engine answers. */
export type Output<K extends OperationName> = z.output<Operations[K]['output']>
