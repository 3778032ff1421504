// cspell:disable
/** Written by scripts/aws-responses.mjs from the API model of AWS (Apache-2.0). Read by ../response-shapes.ts. */
export const glue = String.raw`
getJobRun: JobRun JobRun
startJobRun: JobRunId string(1..255)
JobRun: Id string(1..255), Attempt number, PreviousRunId string(1..255), TriggerName string(1..255), JobName string(1..255), JobMode <SCRIPT|VISUAL|NOTEBOOK>, JobRunQueuingEnabled boolean, StartedOn time, LastModifiedOn time, CompletedOn time, JobRunState <STARTING|RUNNING|STOPPING|STOPPED|SUCCEEDED|FAILED|TIMEOUT|ERROR|WAITING|EXPIRED>, Arguments {string}, ErrorMessage string, PredecessorRuns [Predecessor], AllocatedCapacity number, ExecutionTime number, Timeout number(1..), MaxCapacity number, WorkerType <Standard|G.1X|G.2X|G.025X|G.4X|G.8X|Z.2X>, NumberOfWorkers number, SecurityConfiguration string(1..255), LogGroupName string, NotificationProperty NotificationProperty, GlueVersion string(1..255), DPUSeconds number, ExecutionClass <FLEX|STANDARD>, MaintenanceWindow string, ProfileName string(1..255), StateDetail string(..400000), ExecutionRoleSessionPolicy string(2..2048)
Predecessor: JobName string(1..255), RunId string(1..255)
NotificationProperty: NotifyDelayAfter number(1..)
`
