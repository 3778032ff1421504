// cspell:disable
/** Written by scripts/aws-responses.mjs from the API model of AWS (Apache-2.0). Read by ../response-shapes.ts. */
export const kinesis = String.raw`
describeStream: StreamDescription! StreamDescription
getRecords: Records! [Record], NextShardIterator string(1..512), MillisBehindLatest number(0..), ChildShards [ChildShard]
putRecord: ShardId! string(1..128), SequenceNumber! string, EncryptionType <NONE|KMS>
putRecords: FailedRecordCount number(1..), Records! [PutRecordsResultEntry], EncryptionType <NONE|KMS>
StreamDescription: StreamName! string(1..128), StreamARN! string(1..2048), StreamStatus! <CREATING|DELETING|ACTIVE|UPDATING>, StreamModeDetails StreamModeDetails, Shards! [Shard], HasMoreShards! boolean, RetentionPeriodHours! number, StreamCreationTimestamp! time, EnhancedMonitoring! [EnhancedMetrics], EncryptionType <NONE|KMS>, KeyId string(1..2048)
Record: SequenceNumber! string, ApproximateArrivalTimestamp time, Data! string(0..10485760), PartitionKey! string(1..256), EncryptionType <NONE|KMS>
ChildShard: ShardId! string(1..128), ParentShards! [string(1..128)], HashKeyRange! HashKeyRange
PutRecordsResultEntry: SequenceNumber string, ShardId string(1..128), ErrorCode string, ErrorMessage string
StreamModeDetails: StreamMode! <PROVISIONED|ON_DEMAND>
Shard: ShardId! string(1..128), ParentShardId string(1..128), AdjacentParentShardId string(1..128), HashKeyRange! HashKeyRange, SequenceNumberRange! SequenceNumberRange
EnhancedMetrics: ShardLevelMetrics [<IncomingBytes|IncomingRecords|OutgoingBytes|OutgoingRecords|WriteProvisionedThroughputExceeded|ReadProvisionedThroughputExceeded|IteratorAgeMilliseconds|ALL>]
HashKeyRange: StartingHashKey! string, EndingHashKey! string
SequenceNumberRange: StartingSequenceNumber! string, EndingSequenceNumber string
`
