// cspell:disable
/** Written by scripts/aws-responses.mjs from the API model of AWS (Apache-2.0). Read by ../response-shapes.ts. */
export const dynamodb = String.raw`
batchExecuteStatement: Responses [BatchStatementResponse], ConsumedCapacity [ConsumedCapacity]
batchGetItem: Responses {[{AttributeValue}]}, UnprocessedKeys {KeysAndAttributes}, ConsumedCapacity [ConsumedCapacity]
batchWriteItem: UnprocessedItems {[WriteRequest]}, ItemCollectionMetrics {[ItemCollectionMetrics]}, ConsumedCapacity [ConsumedCapacity]
createBackup: BackupDetails BackupDetails
createGlobalTable: GlobalTableDescription GlobalTableDescription
createTable: TableDescription TableDescription
deleteBackup: BackupDescription BackupDescription
deleteItem: Attributes {AttributeValue}, ConsumedCapacity ConsumedCapacity, ItemCollectionMetrics ItemCollectionMetrics
deleteResourcePolicy: RevisionId string(1..255)
deleteTable: TableDescription TableDescription
describeBackup: BackupDescription BackupDescription
describeContinuousBackups: ContinuousBackupsDescription ContinuousBackupsDescription
describeContributorInsights: TableName string(3..255), IndexName string(3..255), ContributorInsightsRuleList [string], ContributorInsightsStatus <ENABLING|ENABLED|DISABLING|DISABLED|FAILED>, LastUpdateDateTime time, FailureException FailureException, ContributorInsightsMode <ACCESSED_AND_THROTTLED_KEYS|THROTTLED_KEYS>
describeEndpoints: Endpoints! [Endpoint]
describeExport: ExportDescription ExportDescription
describeGlobalTable: GlobalTableDescription GlobalTableDescription
describeGlobalTableSettings: GlobalTableName string(3..255), ReplicaSettings [ReplicaSettingsDescription]
describeImport: ImportTableDescription! ImportTableDescription
describeKinesisStreamingDestination: TableName string(3..255), KinesisDataStreamDestinations [KinesisDataStreamDestination]
describeLimits: AccountMaxReadCapacityUnits number(1..), AccountMaxWriteCapacityUnits number(1..), TableMaxReadCapacityUnits number(1..), TableMaxWriteCapacityUnits number(1..)
describeTable: Table TableDescription
describeTableReplicaAutoScaling: TableAutoScalingDescription TableAutoScalingDescription
describeTimeToLive: TimeToLiveDescription TimeToLiveDescription
disableKinesisStreamingDestination: TableName string(3..255), StreamArn string(37..1024), DestinationStatus <ENABLING|ACTIVE|DISABLING|DISABLED|ENABLE_FAILED|UPDATING>, EnableKinesisStreamingConfiguration EnableKinesisStreamingConfiguration
enableKinesisStreamingDestination: TableName string(3..255), StreamArn string(37..1024), DestinationStatus <ENABLING|ACTIVE|DISABLING|DISABLED|ENABLE_FAILED|UPDATING>, EnableKinesisStreamingConfiguration EnableKinesisStreamingConfiguration
executeStatement: Items [{AttributeValue}], NextToken string(1..32768), ConsumedCapacity ConsumedCapacity, LastEvaluatedKey {AttributeValue}
executeTransaction: Responses [ItemResponse], ConsumedCapacity [ConsumedCapacity]
exportTableToPointInTime: ExportDescription ExportDescription
getItem: Item {AttributeValue}, ConsumedCapacity ConsumedCapacity
getResourcePolicy: Policy string, RevisionId string(1..255)
importTable: ImportTableDescription! ImportTableDescription
listBackups: BackupSummaries [BackupSummary], LastEvaluatedBackupArn string(37..1024)
listContributorInsights: ContributorInsightsSummaries [ContributorInsightsSummary], NextToken string
listExports: ExportSummaries [ExportSummary], NextToken string
listGlobalTables: GlobalTables [GlobalTable], LastEvaluatedGlobalTableName string(3..255)
listImports: ImportSummaryList [ImportSummary], NextToken string(112..1024)
listTables: TableNames [string(3..255)], LastEvaluatedTableName string(3..255)
listTagsOfResource: Tags [Tag], NextToken string
putItem: Attributes {AttributeValue}, ConsumedCapacity ConsumedCapacity, ItemCollectionMetrics ItemCollectionMetrics
putResourcePolicy: RevisionId string(1..255)
query: Items [{AttributeValue}], Count number, ScannedCount number, LastEvaluatedKey {AttributeValue}, ConsumedCapacity ConsumedCapacity
restoreTableFromBackup: TableDescription TableDescription
restoreTableToPointInTime: TableDescription TableDescription
scan: Items [{AttributeValue}], Count number, ScannedCount number, LastEvaluatedKey {AttributeValue}, ConsumedCapacity ConsumedCapacity
tagResource: 
transactGetItems: ConsumedCapacity [ConsumedCapacity], Responses [ItemResponse]
transactWriteItems: ConsumedCapacity [ConsumedCapacity], ItemCollectionMetrics {[ItemCollectionMetrics]}
untagResource: 
updateContinuousBackups: ContinuousBackupsDescription ContinuousBackupsDescription
updateContributorInsights: TableName string(3..255), IndexName string(3..255), ContributorInsightsStatus <ENABLING|ENABLED|DISABLING|DISABLED|FAILED>, ContributorInsightsMode <ACCESSED_AND_THROTTLED_KEYS|THROTTLED_KEYS>
updateGlobalTable: GlobalTableDescription GlobalTableDescription
updateGlobalTableSettings: GlobalTableName string(3..255), ReplicaSettings [ReplicaSettingsDescription]
updateItem: Attributes {AttributeValue}, ConsumedCapacity ConsumedCapacity, ItemCollectionMetrics ItemCollectionMetrics
updateKinesisStreamingDestination: TableName string(3..255), StreamArn string(37..1024), DestinationStatus <ENABLING|ACTIVE|DISABLING|DISABLED|ENABLE_FAILED|UPDATING>, UpdateKinesisStreamingConfiguration UpdateKinesisStreamingConfiguration
updateTable: TableDescription TableDescription
updateTableReplicaAutoScaling: TableAutoScalingDescription TableAutoScalingDescription
updateTimeToLive: TimeToLiveSpecification TimeToLiveSpecification
BatchStatementResponse: Error BatchStatementError, TableName string(3..255), Item {AttributeValue}
ConsumedCapacity: TableName string(1..1024), CapacityUnits number, ReadCapacityUnits number, WriteCapacityUnits number, Table Capacity, LocalSecondaryIndexes {Capacity}, GlobalSecondaryIndexes {Capacity}
AttributeValue: S string, N string, B string, SS [string], NS [string], BS [string], M {AttributeValue}, L [AttributeValue], NULL boolean, BOOL boolean
KeysAndAttributes: Keys! [{AttributeValue}], AttributesToGet [string(..65535)], ConsistentRead boolean, ProjectionExpression string, ExpressionAttributeNames {string(..65535)}
WriteRequest: PutRequest PutRequest, DeleteRequest DeleteRequest
ItemCollectionMetrics: ItemCollectionKey {AttributeValue}, SizeEstimateRangeGB [number]
BackupDetails: BackupArn! string(37..1024), BackupName! string(3..255), BackupSizeBytes number(0..), BackupStatus! <CREATING|DELETED|AVAILABLE>, BackupType! <USER|SYSTEM|AWS_BACKUP>, BackupCreationDateTime! time, BackupExpiryDateTime time
GlobalTableDescription: ReplicationGroup [ReplicaDescription], GlobalTableArn string, CreationDateTime time, GlobalTableStatus <CREATING|ACTIVE|DELETING|UPDATING>, GlobalTableName string(3..255)
TableDescription: AttributeDefinitions [AttributeDefinition], TableName string(3..255), KeySchema [KeySchemaElement], TableStatus <CREATING|UPDATING|DELETING|ACTIVE|INACCESSIBLE_ENCRYPTION_CREDENTIALS|ARCHIVING|ARCHIVED|REPLICATION_NOT_AUTHORIZED>, CreationDateTime time, ProvisionedThroughput ProvisionedThroughputDescription, TableSizeBytes number, ItemCount number, TableArn string, TableId string, BillingModeSummary BillingModeSummary, LocalSecondaryIndexes [LocalSecondaryIndexDescription], GlobalSecondaryIndexes [GlobalSecondaryIndexDescription], StreamSpecification StreamSpecification, LatestStreamLabel string, LatestStreamArn string(37..1024), GlobalTableVersion string, Replicas [ReplicaDescription], GlobalTableWitnesses [GlobalTableWitnessDescription], GlobalTableSettingsReplicationMode <ENABLED|DISABLED|ENABLED_WITH_OVERRIDES>, RestoreSummary RestoreSummary, SSEDescription SSEDescription, ArchivalSummary ArchivalSummary, TableClassSummary TableClassSummary, DeletionProtectionEnabled boolean, OnDemandThroughput OnDemandThroughput, WarmThroughput TableWarmThroughputDescription, MultiRegionConsistency <EVENTUAL|STRONG>
BackupDescription: BackupDetails BackupDetails, SourceTableDetails SourceTableDetails, SourceTableFeatureDetails SourceTableFeatureDetails
ContinuousBackupsDescription: ContinuousBackupsStatus! <ENABLED|DISABLED>, PointInTimeRecoveryDescription PointInTimeRecoveryDescription
FailureException: ExceptionName string, ExceptionDescription string
Endpoint: Address! string, CachePeriodInMinutes! number
ExportDescription: ExportArn string(37..1024), ExportStatus <IN_PROGRESS|COMPLETED|FAILED>, StartTime time, EndTime time, ExportManifest string, TableArn string(1..1024), TableId string, ExportTime time, ClientToken string, S3Bucket string(..255), S3BucketOwner string, S3Prefix string(..1024), S3SseAlgorithm <AES256|KMS>, S3SseKmsKeyId string(1..2048), FailureCode string, FailureMessage string, ExportFormat <DYNAMODB_JSON|ION>, BilledSizeBytes number(0..), ItemCount number(0..), ExportType <FULL_EXPORT|INCREMENTAL_EXPORT>, IncrementalExportSpecification IncrementalExportSpecification
ReplicaSettingsDescription: RegionName! string, ReplicaStatus <CREATING|CREATION_FAILED|UPDATING|DELETING|ACTIVE|REGION_DISABLED|INACCESSIBLE_ENCRYPTION_CREDENTIALS|ARCHIVING|ARCHIVED|REPLICATION_NOT_AUTHORIZED>, ReplicaBillingModeSummary BillingModeSummary, ReplicaProvisionedReadCapacityUnits number(0..), ReplicaProvisionedReadCapacityAutoScalingSettings AutoScalingSettingsDescription, ReplicaProvisionedWriteCapacityUnits number(0..), ReplicaProvisionedWriteCapacityAutoScalingSettings AutoScalingSettingsDescription, ReplicaGlobalSecondaryIndexSettings [ReplicaGlobalSecondaryIndexSettingsDescription], ReplicaTableClassSummary TableClassSummary
ImportTableDescription: ImportArn string(37..1024), ImportStatus <IN_PROGRESS|COMPLETED|CANCELLING|CANCELLED|FAILED>, TableArn string(1..1024), TableId string, ClientToken string, S3BucketSource S3BucketSource, ErrorCount number(0..), CloudWatchLogGroupArn string(1..1024), InputFormat <DYNAMODB_JSON|ION|CSV>, InputFormatOptions InputFormatOptions, InputCompressionType <GZIP|ZSTD|NONE>, TableCreationParameters TableCreationParameters, StartTime time, EndTime time, ProcessedSizeBytes number, ProcessedItemCount number(0..), ImportedItemCount number(0..), FailureCode string, FailureMessage string
KinesisDataStreamDestination: StreamArn string(37..1024), DestinationStatus <ENABLING|ACTIVE|DISABLING|DISABLED|ENABLE_FAILED|UPDATING>, DestinationStatusDescription string, ApproximateCreationDateTimePrecision <MILLISECOND|MICROSECOND>
TableAutoScalingDescription: TableName string(3..255), TableStatus <CREATING|UPDATING|DELETING|ACTIVE|INACCESSIBLE_ENCRYPTION_CREDENTIALS|ARCHIVING|ARCHIVED|REPLICATION_NOT_AUTHORIZED>, Replicas [ReplicaAutoScalingDescription]
TimeToLiveDescription: TimeToLiveStatus <ENABLING|DISABLING|ENABLED|DISABLED>, AttributeName string(1..255)
EnableKinesisStreamingConfiguration: ApproximateCreationDateTimePrecision <MILLISECOND|MICROSECOND>
ItemResponse: Item {AttributeValue}
BackupSummary: TableName string(3..255), TableId string, TableArn string(1..1024), BackupArn string(37..1024), BackupName string(3..255), BackupCreationDateTime time, BackupExpiryDateTime time, BackupStatus <CREATING|DELETED|AVAILABLE>, BackupType <USER|SYSTEM|AWS_BACKUP>, BackupSizeBytes number(0..)
ContributorInsightsSummary: TableName string(3..255), IndexName string(3..255), ContributorInsightsStatus <ENABLING|ENABLED|DISABLING|DISABLED|FAILED>, ContributorInsightsMode <ACCESSED_AND_THROTTLED_KEYS|THROTTLED_KEYS>
ExportSummary: ExportArn string(37..1024), ExportStatus <IN_PROGRESS|COMPLETED|FAILED>, ExportType <FULL_EXPORT|INCREMENTAL_EXPORT>
GlobalTable: GlobalTableName string(3..255), ReplicationGroup [Replica]
ImportSummary: ImportArn string(37..1024), ImportStatus <IN_PROGRESS|COMPLETED|CANCELLING|CANCELLED|FAILED>, TableArn string(1..1024), S3BucketSource S3BucketSource, CloudWatchLogGroupArn string(1..1024), InputFormat <DYNAMODB_JSON|ION|CSV>, StartTime time, EndTime time
Tag: Key! string(1..128), Value! string(0..256)
UpdateKinesisStreamingConfiguration: ApproximateCreationDateTimePrecision <MILLISECOND|MICROSECOND>
TimeToLiveSpecification: Enabled! boolean, AttributeName! string(1..255)
BatchStatementError: Code <ConditionalCheckFailed|ItemCollectionSizeLimitExceeded|RequestLimitExceeded|ValidationError|ProvisionedThroughputExceeded|TransactionConflict|ThrottlingError|InternalServerError|ResourceNotFound|AccessDenied|DuplicateItem>, Message string, Item {AttributeValue}
Capacity: ReadCapacityUnits number, WriteCapacityUnits number, CapacityUnits number
PutRequest: Item! {AttributeValue}
DeleteRequest: Key! {AttributeValue}
ReplicaDescription: RegionName string, ReplicaStatus <CREATING|CREATION_FAILED|UPDATING|DELETING|ACTIVE|REGION_DISABLED|INACCESSIBLE_ENCRYPTION_CREDENTIALS|ARCHIVING|ARCHIVED|REPLICATION_NOT_AUTHORIZED>, ReplicaArn string, ReplicaStatusDescription string, ReplicaStatusPercentProgress string, KMSMasterKeyId string, ProvisionedThroughputOverride ProvisionedThroughputOverride, OnDemandThroughputOverride OnDemandThroughputOverride, WarmThroughput TableWarmThroughputDescription, GlobalSecondaryIndexes [ReplicaGlobalSecondaryIndexDescription], ReplicaInaccessibleDateTime time, ReplicaTableClassSummary TableClassSummary, GlobalTableSettingsReplicationMode <ENABLED|DISABLED|ENABLED_WITH_OVERRIDES>
AttributeDefinition: AttributeName! string(1..255), AttributeType! <S|N|B>
KeySchemaElement: AttributeName! string(1..255), KeyType! <HASH|RANGE>
ProvisionedThroughputDescription: LastIncreaseDateTime time, LastDecreaseDateTime time, NumberOfDecreasesToday number(1..), ReadCapacityUnits number(0..), WriteCapacityUnits number(0..)
BillingModeSummary: BillingMode <PROVISIONED|PAY_PER_REQUEST>, LastUpdateToPayPerRequestDateTime time
LocalSecondaryIndexDescription: IndexName string(3..255), KeySchema [KeySchemaElement], Projection Projection, IndexSizeBytes number, ItemCount number, IndexArn string
GlobalSecondaryIndexDescription: IndexName string(3..255), KeySchema [KeySchemaElement], Projection Projection, IndexStatus <CREATING|UPDATING|DELETING|ACTIVE>, Backfilling boolean, ProvisionedThroughput ProvisionedThroughputDescription, IndexSizeBytes number, ItemCount number, IndexArn string, OnDemandThroughput OnDemandThroughput, WarmThroughput GlobalSecondaryIndexWarmThroughputDescription
StreamSpecification: StreamEnabled! boolean, StreamViewType <NEW_IMAGE|OLD_IMAGE|NEW_AND_OLD_IMAGES|KEYS_ONLY>
GlobalTableWitnessDescription: RegionName string, WitnessStatus <CREATING|DELETING|ACTIVE>
RestoreSummary: SourceBackupArn string(37..1024), SourceTableArn string(1..1024), RestoreDateTime! time, RestoreInProgress! boolean
SSEDescription: Status <ENABLING|ENABLED|DISABLING|DISABLED|UPDATING>, SSEType <AES256|KMS>, KMSMasterKeyArn string, InaccessibleEncryptionDateTime time
ArchivalSummary: ArchivalDateTime time, ArchivalReason string, ArchivalBackupArn string(37..1024)
TableClassSummary: TableClass <STANDARD|STANDARD_INFREQUENT_ACCESS>, LastUpdateDateTime time
OnDemandThroughput: MaxReadRequestUnits number, MaxWriteRequestUnits number
TableWarmThroughputDescription: ReadUnitsPerSecond number(1..), WriteUnitsPerSecond number(1..), Status <CREATING|UPDATING|DELETING|ACTIVE|INACCESSIBLE_ENCRYPTION_CREDENTIALS|ARCHIVING|ARCHIVED|REPLICATION_NOT_AUTHORIZED>
SourceTableDetails: TableName! string(3..255), TableId! string, TableArn string(1..1024), TableSizeBytes number, KeySchema! [KeySchemaElement], TableCreationDateTime! time, ProvisionedThroughput! ProvisionedThroughput, OnDemandThroughput OnDemandThroughput, ItemCount number(0..), BillingMode <PROVISIONED|PAY_PER_REQUEST>
SourceTableFeatureDetails: LocalSecondaryIndexes [LocalSecondaryIndexInfo], GlobalSecondaryIndexes [GlobalSecondaryIndexInfo], StreamDescription StreamSpecification, TimeToLiveDescription TimeToLiveDescription, SSEDescription SSEDescription
PointInTimeRecoveryDescription: PointInTimeRecoveryStatus <ENABLED|DISABLED>, RecoveryPeriodInDays number(1..35), EarliestRestorableDateTime time, LatestRestorableDateTime time
IncrementalExportSpecification: ExportFromTime time, ExportToTime time, ExportViewType <NEW_IMAGE|NEW_AND_OLD_IMAGES>
AutoScalingSettingsDescription: MinimumUnits number(1..), MaximumUnits number(1..), AutoScalingDisabled boolean, AutoScalingRoleArn string, ScalingPolicies [AutoScalingPolicyDescription]
ReplicaGlobalSecondaryIndexSettingsDescription: IndexName! string(3..255), IndexStatus <CREATING|UPDATING|DELETING|ACTIVE>, ProvisionedReadCapacityUnits number(1..), ProvisionedReadCapacityAutoScalingSettings AutoScalingSettingsDescription, ProvisionedWriteCapacityUnits number(1..), ProvisionedWriteCapacityAutoScalingSettings AutoScalingSettingsDescription
S3BucketSource: S3BucketOwner string, S3Bucket! string(..255), S3KeyPrefix string(..1024)
InputFormatOptions: Csv CsvOptions
TableCreationParameters: TableName! string(3..255), AttributeDefinitions! [AttributeDefinition], KeySchema! [KeySchemaElement], BillingMode <PROVISIONED|PAY_PER_REQUEST>, ProvisionedThroughput ProvisionedThroughput, OnDemandThroughput OnDemandThroughput, SSESpecification SSESpecification, GlobalSecondaryIndexes [GlobalSecondaryIndex]
ReplicaAutoScalingDescription: RegionName string, GlobalSecondaryIndexes [ReplicaGlobalSecondaryIndexAutoScalingDescription], ReplicaProvisionedReadCapacityAutoScalingSettings AutoScalingSettingsDescription, ReplicaProvisionedWriteCapacityAutoScalingSettings AutoScalingSettingsDescription, ReplicaStatus <CREATING|CREATION_FAILED|UPDATING|DELETING|ACTIVE|REGION_DISABLED|INACCESSIBLE_ENCRYPTION_CREDENTIALS|ARCHIVING|ARCHIVED|REPLICATION_NOT_AUTHORIZED>
Replica: RegionName string
ProvisionedThroughputOverride: ReadCapacityUnits number(1..)
OnDemandThroughputOverride: MaxReadRequestUnits number
ReplicaGlobalSecondaryIndexDescription: IndexName string(3..255), ProvisionedThroughputOverride ProvisionedThroughputOverride, OnDemandThroughputOverride OnDemandThroughputOverride, WarmThroughput GlobalSecondaryIndexWarmThroughputDescription
Projection: ProjectionType <ALL|KEYS_ONLY|INCLUDE>, NonKeyAttributes [string(1..255)]
GlobalSecondaryIndexWarmThroughputDescription: ReadUnitsPerSecond number(1..), WriteUnitsPerSecond number(1..), Status <CREATING|UPDATING|DELETING|ACTIVE>
ProvisionedThroughput: ReadCapacityUnits! number(1..), WriteCapacityUnits! number(1..)
LocalSecondaryIndexInfo: IndexName string(3..255), KeySchema [KeySchemaElement], Projection Projection
GlobalSecondaryIndexInfo: IndexName string(3..255), KeySchema [KeySchemaElement], Projection Projection, ProvisionedThroughput ProvisionedThroughput, OnDemandThroughput OnDemandThroughput
AutoScalingPolicyDescription: PolicyName string(1..256), TargetTrackingScalingPolicyConfiguration AutoScalingTargetTrackingScalingPolicyConfigurationDescription
CsvOptions: Delimiter string(1..1), HeaderList [string(1..65536)]
SSESpecification: Enabled boolean, SSEType <AES256|KMS>, KMSMasterKeyId string
GlobalSecondaryIndex: IndexName! string(3..255), KeySchema! [KeySchemaElement], Projection! Projection, ProvisionedThroughput ProvisionedThroughput, OnDemandThroughput OnDemandThroughput, WarmThroughput WarmThroughput
ReplicaGlobalSecondaryIndexAutoScalingDescription: IndexName string(3..255), IndexStatus <CREATING|UPDATING|DELETING|ACTIVE>, ProvisionedReadCapacityAutoScalingSettings AutoScalingSettingsDescription, ProvisionedWriteCapacityAutoScalingSettings AutoScalingSettingsDescription
AutoScalingTargetTrackingScalingPolicyConfigurationDescription: DisableScaleIn boolean, ScaleInCooldown number, ScaleOutCooldown number, TargetValue! number
WarmThroughput: ReadUnitsPerSecond number, WriteUnitsPerSecond number
`
