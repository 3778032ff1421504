// cspell:disable
/** Written by scripts/aws-responses.mjs from the API model of AWS (Apache-2.0). Read by ../response-shapes.ts. */
export const athena = String.raw`
getQueryExecution: QueryExecution QueryExecution
getQueryResults: UpdateCount number, ResultSet ResultSet, NextToken string(1..1024)
startQueryExecution: QueryExecutionId string(1..128)
stopQueryExecution: 
QueryExecution: QueryExecutionId string(1..128), Query string(1..262144), StatementType <DDL|DML|UTILITY>, ManagedQueryResultsConfiguration ManagedQueryResultsConfiguration, ResultConfiguration ResultConfiguration, ResultReuseConfiguration ResultReuseConfiguration, QueryExecutionContext QueryExecutionContext, Status QueryExecutionStatus, Statistics QueryExecutionStatistics, WorkGroup string, EngineVersion EngineVersion, ExecutionParameters [string(1..1024)], SubstatementType string, QueryResultsS3AccessGrantsConfiguration QueryResultsS3AccessGrantsConfiguration
ResultSet: Rows [Row], ResultSetMetadata ResultSetMetadata
ManagedQueryResultsConfiguration: Enabled! boolean, EncryptionConfiguration ManagedQueryResultsEncryptionConfiguration
ResultConfiguration: OutputLocation string, EncryptionConfiguration EncryptionConfiguration, ExpectedBucketOwner string(12..12), AclConfiguration AclConfiguration
ResultReuseConfiguration: ResultReuseByAgeConfiguration ResultReuseByAgeConfiguration
QueryExecutionContext: Database string(1..255), Catalog string(1..256)
QueryExecutionStatus: State <QUEUED|RUNNING|SUCCEEDED|FAILED|CANCELLED>, StateChangeReason string, SubmissionDateTime time, CompletionDateTime time, AthenaError AthenaError
QueryExecutionStatistics: EngineExecutionTimeInMillis number, DataScannedInBytes number, DataManifestLocation string, TotalExecutionTimeInMillis number, QueryQueueTimeInMillis number, ServicePreProcessingTimeInMillis number, QueryPlanningTimeInMillis number, ServiceProcessingTimeInMillis number, ResultReuseInformation ResultReuseInformation, DpuCount number
EngineVersion: SelectedEngineVersion string(1..128), EffectiveEngineVersion string(1..128)
QueryResultsS3AccessGrantsConfiguration: EnableS3AccessGrants! boolean, CreateUserLevelPrefix boolean, AuthenticationType! <DIRECTORY_IDENTITY>
Row: Data [Datum]
ResultSetMetadata: ColumnInfo [ColumnInfo]
ManagedQueryResultsEncryptionConfiguration: KmsKey! string(1..2048)
EncryptionConfiguration: EncryptionOption! <SSE_S3|SSE_KMS|CSE_KMS>, KmsKey string
AclConfiguration: S3AclOption! <BUCKET_OWNER_FULL_CONTROL>
ResultReuseByAgeConfiguration: Enabled! boolean, MaxAgeInMinutes number(0..10080)
AthenaError: ErrorCategory number(1..3), ErrorType number(0..9999), Retryable boolean, ErrorMessage string
ResultReuseInformation: ReusedPreviousResult! boolean
Datum: VarCharValue string
ColumnInfo: CatalogName string, SchemaName string, TableName string, Name! string, Label string, Type! string, Precision number, Scale number, Nullable <NOT_NULL|NULLABLE|UNKNOWN>, CaseSensitive boolean
`
