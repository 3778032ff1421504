import { join } from 'node:path'

/** Where things lie in the data folder. */
export interface DataFolder {
  readonly path: string
  database: string
  /** Derived from the database: made anew where it is missing. */
  searchIndex: string
  lock: string
  /** `{ url, token, pid }` for other programs of the user; mode 0600. */
  engineFile: string
  token: string
  secretKey: string
  damaged: string
  /** Is there after damage was found, until the database was read through or replaced. */
  suspected: string
  machines: string
  logs: string
  /** The logged events of a state machine's executions. */
  executionLog: (stateMachineName: string) => string
  /** The log of a task's action. */
  taskLog: (task: { executionId: number; taskId: number }) => string
  /** The folders of all tasks, by execution. */
  tasks: string
  /** The logs and files of an execution's tasks. */
  tasksOf: (executionId: number) => string
  /** The folders of map runs. */
  mapRuns: string
  /** An attempt's own folder. */
  attempt: (task: { executionId: number; taskId: number }) => string
  /** Where a map run's results are put together before they go to their bucket. */
  mapRun: (mapRunId: number) => string
  /** A plugin's own folder. */
  plugin: (pluginId: string) => string
  /** Where relative paths of a state machine's tasks start. */
  work: (stateMachineName: string) => string
}

export function dataFolder(path: string): DataFolder {
  const task = ({ executionId, taskId }: { executionId: number; taskId: number }) =>
    join(path, 'tasks', String(executionId), String(taskId))
  return {
    path,
    database: join(path, 'signalbox.db'),
    searchIndex: join(path, 'search.db'),
    lock: join(path, 'engine.lock'),
    engineFile: join(path, 'engine.json'),
    token: join(path, 'token'),
    secretKey: join(path, 'secret.key'),
    damaged: join(path, 'damaged'),
    suspected: join(path, 'damaged', 'suspected'),
    machines: join(path, 'machines'),
    logs: join(path, 'logs'),
    executionLog: (stateMachineName) => join(path, 'logs', `${stateMachineName}.jsonl`),
    tasks: join(path, 'tasks'),
    tasksOf: (executionId) => join(path, 'tasks', String(executionId)),
    mapRuns: join(path, 'map-runs'),
    taskLog: (key) => join(task(key), 'log'),
    attempt: (key) => join(task(key), 'files'),
    mapRun: (mapRunId) => join(path, 'map-runs', String(mapRunId)),
    plugin: (pluginId) => join(path, 'plugins', pluginId),
    work: (stateMachineName) => join(path, 'machines', stateMachineName)
  }
}
