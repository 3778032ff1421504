// cspell:disable
/** Written by scripts/aws-responses.mjs from the API model of AWS (Apache-2.0). Read by ../response-shapes.ts. */
export const eventbridge = String.raw`
describeRule: Name string(1..64), Arn string(1..1600), EventPattern string(..4096), ScheduleExpression string(..256), State <ENABLED|DISABLED|ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS>, Description string(..512), RoleArn string(1..1600), ManagedBy string(1..128), EventBusName string(1..256), CreatedBy string(1..128)
listRules: Rules [Rule], NextToken string(1..2048)
putEvents: FailedEntryCount number, Entries [PutEventsResultEntry]
putRule: RuleArn string(1..1600)
putTargets: FailedEntryCount number, FailedEntries [PutTargetsResultEntry]
Rule: Name string(1..64), Arn string(1..1600), EventPattern string(..4096), State <ENABLED|DISABLED|ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS>, Description string(..512), ScheduleExpression string(..256), RoleArn string(1..1600), ManagedBy string(1..128), EventBusName string(1..256)
PutEventsResultEntry: EventId string(..64), ErrorCode string, ErrorMessage string
PutTargetsResultEntry: TargetId string(1..64), ErrorCode string, ErrorMessage string
`
