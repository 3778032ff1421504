// cspell:disable
/** Written by scripts/aws-responses.mjs from the API model of AWS (Apache-2.0). Read by ../response-shapes.ts. */
export const s3 = String.raw`
abortMultipartUpload: RequestCharged <requester>
completeMultipartUpload: Location string, Bucket string, Key string(1..), Expiration string, ETag string, ChecksumCRC32 string, ChecksumCRC32C string, ChecksumCRC64NVME string, ChecksumSHA1 string, ChecksumSHA256 string, ChecksumSHA512 string, ChecksumMD5 string, ChecksumXXHASH64 string, ChecksumXXHASH3 string, ChecksumXXHASH128 string, ChecksumType <COMPOSITE|FULL_OBJECT>, ServerSideEncryption <AES256|aws:fsx|aws:kms|aws:kms:dsse>, VersionId string, SSEKMSKeyId string, BucketKeyEnabled boolean, RequestCharged <requester>
copyObject: CopyObjectResult CopyObjectResult, Expiration string, CopySourceVersionId string, VersionId string, ServerSideEncryption <AES256|aws:fsx|aws:kms|aws:kms:dsse>, SSECustomerAlgorithm string, SSECustomerKeyMD5 string, SSEKMSKeyId string, SSEKMSEncryptionContext string, BucketKeyEnabled boolean, RequestCharged <requester>
createBucket: Location string, BucketArn string(1..128)
createBucketMetadataConfiguration: 
createBucketMetadataTableConfiguration: 
createMultipartUpload: AbortDate time, AbortRuleId string, Bucket string, Key string(1..), UploadId string, ServerSideEncryption <AES256|aws:fsx|aws:kms|aws:kms:dsse>, SSECustomerAlgorithm string, SSECustomerKeyMD5 string, SSEKMSKeyId string, SSEKMSEncryptionContext string, BucketKeyEnabled boolean, RequestCharged <requester>, ChecksumAlgorithm <CRC32|CRC32C|SHA1|SHA256|CRC64NVME|SHA512|MD5|XXHASH64|XXHASH3|XXHASH128>, ChecksumType <COMPOSITE|FULL_OBJECT>
createSession: ServerSideEncryption <AES256|aws:fsx|aws:kms|aws:kms:dsse>, SSEKMSKeyId string, SSEKMSEncryptionContext string, BucketKeyEnabled boolean, Credentials! SessionCredentials
deleteBucket: 
deleteBucketAnalyticsConfiguration: 
deleteBucketCors: 
deleteBucketEncryption: 
deleteBucketIntelligentTieringConfiguration: 
deleteBucketInventoryConfiguration: 
deleteBucketLifecycle: 
deleteBucketMetadataConfiguration: 
deleteBucketMetadataTableConfiguration: 
deleteBucketMetricsConfiguration: 
deleteBucketOwnershipControls: 
deleteBucketPolicy: 
deleteBucketReplication: 
deleteBucketTagging: 
deleteBucketWebsite: 
deleteObject: DeleteMarker boolean, VersionId string, RequestCharged <requester>
deleteObjectTagging: VersionId string
deleteObjects: Deleted [DeletedObject], RequestCharged <requester>, Errors [Error]
deletePublicAccessBlock: 
getBucketAbac: AbacStatus AbacStatus
getBucketAccelerateConfiguration: Status <Enabled|Suspended>, RequestCharged <requester>
getBucketAcl: Owner Owner, Grants [Grant]
getBucketAnalyticsConfiguration: AnalyticsConfiguration AnalyticsConfiguration
getBucketCors: CORSRules [CORSRule]
getBucketEncryption: ServerSideEncryptionConfiguration ServerSideEncryptionConfiguration
getBucketIntelligentTieringConfiguration: IntelligentTieringConfiguration IntelligentTieringConfiguration
getBucketInventoryConfiguration: InventoryConfiguration InventoryConfiguration
getBucketLifecycle: Rules [Rule]
getBucketLifecycleConfiguration: Rules [LifecycleRule], TransitionDefaultMinimumObjectSize <varies_by_storage_class|all_storage_classes_128K>
getBucketLocation: LocationConstraint <af-south-1|ap-east-1|ap-east-2|ap-northeast-1|ap-northeast-2|ap-northeast-3|ap-south-1|ap-south-2|ap-southeast-1|ap-southeast-2|ap-southeast-3|ap-southeast-4|ap-southeast-5|ap-southeast-6|ap-southeast-7|ca-central-1|ca-west-1|cn-north-1|cn-northwest-1|EU|eu-central-1|eu-central-2|eu-north-1|eu-south-1|eu-south-2|eu-west-1|eu-west-2|eu-west-3|il-central-1|me-central-1|me-south-1|mx-central-1|sa-east-1|us-east-2|us-gov-east-1|us-gov-west-1|us-west-1|us-west-2>
getBucketLogging: LoggingEnabled LoggingEnabled
getBucketMetadataConfiguration: GetBucketMetadataConfigurationResult GetBucketMetadataConfigurationResult
getBucketMetadataTableConfiguration: GetBucketMetadataTableConfigurationResult GetBucketMetadataTableConfigurationResult
getBucketMetricsConfiguration: MetricsConfiguration MetricsConfiguration
getBucketNotification: TopicConfiguration TopicConfigurationDeprecated, QueueConfiguration QueueConfigurationDeprecated, CloudFunctionConfiguration CloudFunctionConfiguration
getBucketNotificationConfiguration: TopicConfigurations [TopicConfiguration], QueueConfigurations [QueueConfiguration], LambdaFunctionConfigurations [LambdaFunctionConfiguration], EventBridgeConfiguration EventBridgeConfiguration
getBucketOwnershipControls: OwnershipControls OwnershipControls
getBucketPolicy: Policy string
getBucketPolicyStatus: PolicyStatus PolicyStatus
getBucketReplication: ReplicationConfiguration ReplicationConfiguration
getBucketRequestPayment: Payer <Requester|BucketOwner>
getBucketTagging: TagSet! [Tag]
getBucketVersioning: Status <Enabled|Suspended>, MFADelete <Enabled|Disabled>
getBucketWebsite: RedirectAllRequestsTo RedirectAllRequestsTo, IndexDocument IndexDocument, ErrorDocument ErrorDocument, RoutingRules [RoutingRule]
getObject: Body string, DeleteMarker boolean, AcceptRanges string, Expiration string, Restore string, LastModified time, ContentLength number, ETag string, ChecksumCRC32 string, ChecksumCRC32C string, ChecksumCRC64NVME string, ChecksumSHA1 string, ChecksumSHA256 string, ChecksumSHA512 string, ChecksumMD5 string, ChecksumXXHASH64 string, ChecksumXXHASH3 string, ChecksumXXHASH128 string, ChecksumType <COMPOSITE|FULL_OBJECT>, MissingMeta number, VersionId string, CacheControl string, ContentDisposition string, ContentEncoding string, ContentLanguage string, ContentRange string, ContentType string, Expires string, WebsiteRedirectLocation string, ServerSideEncryption <AES256|aws:fsx|aws:kms|aws:kms:dsse>, Metadata {string}, SSECustomerAlgorithm string, SSECustomerKeyMD5 string, SSEKMSKeyId string, BucketKeyEnabled boolean, StorageClass <STANDARD|REDUCED_REDUNDANCY|STANDARD_IA|ONEZONE_IA|INTELLIGENT_TIERING|GLACIER|DEEP_ARCHIVE|OUTPOSTS|GLACIER_IR|SNOW|EXPRESS_ONEZONE|FSX_OPENZFS|FSX_ONTAP>, RequestCharged <requester>, ReplicationStatus <COMPLETE|PENDING|FAILED|REPLICA|COMPLETED>, PartsCount number, TagCount number, ObjectLockMode <GOVERNANCE|COMPLIANCE>, ObjectLockRetainUntilDate time, ObjectLockLegalHoldStatus <ON|OFF>
getObjectAcl: Owner Owner, Grants [Grant], RequestCharged <requester>
getObjectAttributes: DeleteMarker boolean, LastModified time, VersionId string, RequestCharged <requester>, ETag string, Checksum Checksum, ObjectParts GetObjectAttributesParts, StorageClass <STANDARD|REDUCED_REDUNDANCY|STANDARD_IA|ONEZONE_IA|INTELLIGENT_TIERING|GLACIER|DEEP_ARCHIVE|OUTPOSTS|GLACIER_IR|SNOW|EXPRESS_ONEZONE|FSX_OPENZFS|FSX_ONTAP>, ObjectSize number
getObjectLegalHold: LegalHold ObjectLockLegalHold
getObjectLockConfiguration: ObjectLockConfiguration ObjectLockConfiguration
getObjectRetention: Retention ObjectLockRetention
getObjectTagging: VersionId string, TagSet! [Tag]
getObjectTorrent: Body string, RequestCharged <requester>
getPublicAccessBlock: PublicAccessBlockConfiguration PublicAccessBlockConfiguration
headBucket: BucketArn string(1..128), BucketLocationType <AvailabilityZone|LocalZone>, BucketLocationName string, BucketRegion string(0..20), AccessPointAlias boolean
headObject: DeleteMarker boolean, AcceptRanges string, Expiration string, Restore string, ArchiveStatus <ARCHIVE_ACCESS|DEEP_ARCHIVE_ACCESS>, LastModified time, ContentLength number, ChecksumCRC32 string, ChecksumCRC32C string, ChecksumCRC64NVME string, ChecksumSHA1 string, ChecksumSHA256 string, ChecksumSHA512 string, ChecksumMD5 string, ChecksumXXHASH64 string, ChecksumXXHASH3 string, ChecksumXXHASH128 string, ChecksumType <COMPOSITE|FULL_OBJECT>, ETag string, MissingMeta number, VersionId string, CacheControl string, ContentDisposition string, ContentEncoding string, ContentLanguage string, ContentType string, ContentRange string, Expires string, WebsiteRedirectLocation string, ServerSideEncryption <AES256|aws:fsx|aws:kms|aws:kms:dsse>, Metadata {string}, SSECustomerAlgorithm string, SSECustomerKeyMD5 string, SSEKMSKeyId string, BucketKeyEnabled boolean, StorageClass <STANDARD|REDUCED_REDUNDANCY|STANDARD_IA|ONEZONE_IA|INTELLIGENT_TIERING|GLACIER|DEEP_ARCHIVE|OUTPOSTS|GLACIER_IR|SNOW|EXPRESS_ONEZONE|FSX_OPENZFS|FSX_ONTAP>, RequestCharged <requester>, ReplicationStatus <COMPLETE|PENDING|FAILED|REPLICA|COMPLETED>, PartsCount number, TagCount number, ObjectLockMode <GOVERNANCE|COMPLIANCE>, ObjectLockRetainUntilDate time, ObjectLockLegalHoldStatus <ON|OFF>
listBucketAnalyticsConfigurations: IsTruncated boolean, ContinuationToken string, NextContinuationToken string, AnalyticsConfigurationList [AnalyticsConfiguration]
listBucketIntelligentTieringConfigurations: IsTruncated boolean, ContinuationToken string, NextContinuationToken string, IntelligentTieringConfigurationList [IntelligentTieringConfiguration]
listBucketInventoryConfigurations: ContinuationToken string, InventoryConfigurationList [InventoryConfiguration], IsTruncated boolean, NextContinuationToken string
listBucketMetricsConfigurations: IsTruncated boolean, ContinuationToken string, NextContinuationToken string, MetricsConfigurationList [MetricsConfiguration]
listBuckets: Buckets [Bucket], Owner Owner, ContinuationToken string, Prefix string
listDirectoryBuckets: Buckets [Bucket], ContinuationToken string(0..1024)
listMultipartUploads: Bucket string, KeyMarker string, UploadIdMarker string, NextKeyMarker string, Prefix string, Delimiter string, NextUploadIdMarker string, MaxUploads number, IsTruncated boolean, Uploads [MultipartUpload], CommonPrefixes [CommonPrefix], EncodingType <url>, RequestCharged <requester>
listObjectVersions: IsTruncated boolean, KeyMarker string, VersionIdMarker string, NextKeyMarker string, NextVersionIdMarker string, Versions [ObjectVersion], DeleteMarkers [DeleteMarkerEntry], Name string, Prefix string, Delimiter string, MaxKeys number, CommonPrefixes [CommonPrefix], EncodingType <url>, RequestCharged <requester>
listObjects: IsTruncated boolean, Marker string, NextMarker string, Contents [Object], Name string, Prefix string, Delimiter string, MaxKeys number, CommonPrefixes [CommonPrefix], EncodingType <url>, RequestCharged <requester>
listObjectsV2: IsTruncated boolean, Contents [Object], Name string, Prefix string, Delimiter string, MaxKeys number, CommonPrefixes [CommonPrefix], EncodingType <url>, KeyCount number, ContinuationToken string, NextContinuationToken string, StartAfter string, RequestCharged <requester>
listParts: AbortDate time, AbortRuleId string, Bucket string, Key string(1..), UploadId string, PartNumberMarker number, NextPartNumberMarker number, MaxParts number, IsTruncated boolean, Parts [Part], Initiator Initiator, Owner Owner, StorageClass <STANDARD|REDUCED_REDUNDANCY|STANDARD_IA|ONEZONE_IA|INTELLIGENT_TIERING|GLACIER|DEEP_ARCHIVE|OUTPOSTS|GLACIER_IR|SNOW|EXPRESS_ONEZONE|FSX_OPENZFS|FSX_ONTAP>, RequestCharged <requester>, ChecksumAlgorithm <CRC32|CRC32C|SHA1|SHA256|CRC64NVME|SHA512|MD5|XXHASH64|XXHASH3|XXHASH128>, ChecksumType <COMPOSITE|FULL_OBJECT>
putBucketAbac: 
putBucketAccelerateConfiguration: 
putBucketAcl: 
putBucketAnalyticsConfiguration: 
putBucketCors: 
putBucketEncryption: 
putBucketIntelligentTieringConfiguration: 
putBucketInventoryConfiguration: 
putBucketLifecycle: 
putBucketLifecycleConfiguration: TransitionDefaultMinimumObjectSize <varies_by_storage_class|all_storage_classes_128K>
putBucketLogging: 
putBucketMetricsConfiguration: 
putBucketNotification: 
putBucketNotificationConfiguration: 
putBucketOwnershipControls: 
putBucketPolicy: 
putBucketReplication: 
putBucketRequestPayment: 
putBucketTagging: 
putBucketVersioning: 
putBucketWebsite: 
putObject: Expiration string, ETag string, ChecksumCRC32 string, ChecksumCRC32C string, ChecksumCRC64NVME string, ChecksumSHA1 string, ChecksumSHA256 string, ChecksumSHA512 string, ChecksumMD5 string, ChecksumXXHASH64 string, ChecksumXXHASH3 string, ChecksumXXHASH128 string, ChecksumType <COMPOSITE|FULL_OBJECT>, ServerSideEncryption <AES256|aws:fsx|aws:kms|aws:kms:dsse>, VersionId string, SSECustomerAlgorithm string, SSECustomerKeyMD5 string, SSEKMSKeyId string, SSEKMSEncryptionContext string, BucketKeyEnabled boolean, Size number, RequestCharged <requester>
putObjectAcl: RequestCharged <requester>
putObjectLegalHold: RequestCharged <requester>
putObjectLockConfiguration: RequestCharged <requester>
putObjectRetention: RequestCharged <requester>
putObjectTagging: VersionId string
putPublicAccessBlock: 
renameObject: 
restoreObject: RequestCharged <requester>, RestoreOutputPath string
selectObjectContent: Payload SelectObjectContentEventStream
updateBucketMetadataInventoryTableConfiguration: 
updateBucketMetadataJournalTableConfiguration: 
updateObjectEncryption: RequestCharged <requester>
uploadPart: ServerSideEncryption <AES256|aws:fsx|aws:kms|aws:kms:dsse>, ETag string, ChecksumCRC32 string, ChecksumCRC32C string, ChecksumCRC64NVME string, ChecksumSHA1 string, ChecksumSHA256 string, ChecksumSHA512 string, ChecksumMD5 string, ChecksumXXHASH64 string, ChecksumXXHASH3 string, ChecksumXXHASH128 string, SSECustomerAlgorithm string, SSECustomerKeyMD5 string, SSEKMSKeyId string, BucketKeyEnabled boolean, RequestCharged <requester>
uploadPartCopy: CopySourceVersionId string, CopyPartResult CopyPartResult, ServerSideEncryption <AES256|aws:fsx|aws:kms|aws:kms:dsse>, SSECustomerAlgorithm string, SSECustomerKeyMD5 string, SSEKMSKeyId string, BucketKeyEnabled boolean, RequestCharged <requester>
writeGetObjectResponse: 
CopyObjectResult: ETag string, LastModified time, ChecksumType <COMPOSITE|FULL_OBJECT>, ChecksumCRC32 string, ChecksumCRC32C string, ChecksumCRC64NVME string, ChecksumSHA1 string, ChecksumSHA256 string, ChecksumSHA512 string, ChecksumMD5 string, ChecksumXXHASH64 string, ChecksumXXHASH3 string, ChecksumXXHASH128 string
SessionCredentials: AccessKeyId! string, SecretAccessKey! string, SessionToken! string, Expiration! time
DeletedObject: Key string(1..), VersionId string, DeleteMarker boolean, DeleteMarkerVersionId string
Error: Key string(1..), VersionId string, Code string, Message string
AbacStatus: Status <Enabled|Disabled>
Owner: DisplayName string, ID string
Grant: Grantee Grantee, Permission <FULL_CONTROL|WRITE|WRITE_ACP|READ|READ_ACP>
AnalyticsConfiguration: Id! string, Filter AnalyticsFilter, StorageClassAnalysis! StorageClassAnalysis
CORSRule: ID string, AllowedHeaders [string], AllowedMethods! [string], AllowedOrigins! [string], ExposeHeaders [string], MaxAgeSeconds number
ServerSideEncryptionConfiguration: Rules! [ServerSideEncryptionRule]
IntelligentTieringConfiguration: Id! string, Filter IntelligentTieringFilter, Status! <Enabled|Disabled>, Tierings! [Tiering]
InventoryConfiguration: Destination! InventoryDestination, IsEnabled! boolean, Filter InventoryFilter, Id! string, IncludedObjectVersions! <All|Current>, OptionalFields [<Size|LastModifiedDate|StorageClass|ETag|IsMultipartUploaded|ReplicationStatus|EncryptionStatus|ObjectLockRetainUntilDate|ObjectLockMode|ObjectLockLegalHoldStatus|IntelligentTieringAccessTier|BucketKeyStatus|ChecksumAlgorithm|ObjectAccessControlList|ObjectOwner|LifecycleExpirationDate>], Schedule! InventorySchedule
Rule: Expiration LifecycleExpiration, ID string, Prefix! string, Status! <Enabled|Disabled>, Transition Transition, NoncurrentVersionTransition NoncurrentVersionTransition, NoncurrentVersionExpiration NoncurrentVersionExpiration, AbortIncompleteMultipartUpload AbortIncompleteMultipartUpload
LifecycleRule: Expiration LifecycleExpiration, ID string, Prefix string, Filter LifecycleRuleFilter, Status! <Enabled|Disabled>, Transitions [Transition], NoncurrentVersionTransitions [NoncurrentVersionTransition], NoncurrentVersionExpiration NoncurrentVersionExpiration, AbortIncompleteMultipartUpload AbortIncompleteMultipartUpload
LoggingEnabled: TargetBucket! string, TargetGrants [TargetGrant], TargetPrefix! string, TargetObjectKeyFormat TargetObjectKeyFormat
GetBucketMetadataConfigurationResult: MetadataConfigurationResult! MetadataConfigurationResult
GetBucketMetadataTableConfigurationResult: MetadataTableConfigurationResult! MetadataTableConfigurationResult, Status! string, Error ErrorDetails
MetricsConfiguration: Id! string, Filter MetricsFilter
TopicConfigurationDeprecated: Id string, Events [<s3:ReducedRedundancyLostObject|s3:ObjectCreated:*|s3:ObjectCreated:Put|s3:ObjectCreated:Post|s3:ObjectCreated:Copy|s3:ObjectCreated:CompleteMultipartUpload|s3:ObjectRemoved:*|s3:ObjectRemoved:Delete|s3:ObjectRemoved:DeleteMarkerCreated|s3:ObjectRestore:*|s3:ObjectRestore:Post|s3:ObjectRestore:Completed|s3:Replication:*|s3:Replication:OperationFailedReplication|s3:Replication:OperationNotTracked|s3:Replication:OperationMissedThreshold|s3:Replication:OperationReplicatedAfterThreshold|s3:ObjectRestore:Delete|s3:LifecycleTransition|s3:IntelligentTiering|s3:ObjectAcl:Put|s3:LifecycleExpiration:*|s3:LifecycleExpiration:Delete|s3:LifecycleExpiration:DeleteMarkerCreated|s3:ObjectTagging:*|s3:ObjectTagging:Put|s3:ObjectTagging:Delete>], Event <s3:ReducedRedundancyLostObject|s3:ObjectCreated:*|s3:ObjectCreated:Put|s3:ObjectCreated:Post|s3:ObjectCreated:Copy|s3:ObjectCreated:CompleteMultipartUpload|s3:ObjectRemoved:*|s3:ObjectRemoved:Delete|s3:ObjectRemoved:DeleteMarkerCreated|s3:ObjectRestore:*|s3:ObjectRestore:Post|s3:ObjectRestore:Completed|s3:Replication:*|s3:Replication:OperationFailedReplication|s3:Replication:OperationNotTracked|s3:Replication:OperationMissedThreshold|s3:Replication:OperationReplicatedAfterThreshold|s3:ObjectRestore:Delete|s3:LifecycleTransition|s3:IntelligentTiering|s3:ObjectAcl:Put|s3:LifecycleExpiration:*|s3:LifecycleExpiration:Delete|s3:LifecycleExpiration:DeleteMarkerCreated|s3:ObjectTagging:*|s3:ObjectTagging:Put|s3:ObjectTagging:Delete>, Topic string
QueueConfigurationDeprecated: Id string, Event <s3:ReducedRedundancyLostObject|s3:ObjectCreated:*|s3:ObjectCreated:Put|s3:ObjectCreated:Post|s3:ObjectCreated:Copy|s3:ObjectCreated:CompleteMultipartUpload|s3:ObjectRemoved:*|s3:ObjectRemoved:Delete|s3:ObjectRemoved:DeleteMarkerCreated|s3:ObjectRestore:*|s3:ObjectRestore:Post|s3:ObjectRestore:Completed|s3:Replication:*|s3:Replication:OperationFailedReplication|s3:Replication:OperationNotTracked|s3:Replication:OperationMissedThreshold|s3:Replication:OperationReplicatedAfterThreshold|s3:ObjectRestore:Delete|s3:LifecycleTransition|s3:IntelligentTiering|s3:ObjectAcl:Put|s3:LifecycleExpiration:*|s3:LifecycleExpiration:Delete|s3:LifecycleExpiration:DeleteMarkerCreated|s3:ObjectTagging:*|s3:ObjectTagging:Put|s3:ObjectTagging:Delete>, Events [<s3:ReducedRedundancyLostObject|s3:ObjectCreated:*|s3:ObjectCreated:Put|s3:ObjectCreated:Post|s3:ObjectCreated:Copy|s3:ObjectCreated:CompleteMultipartUpload|s3:ObjectRemoved:*|s3:ObjectRemoved:Delete|s3:ObjectRemoved:DeleteMarkerCreated|s3:ObjectRestore:*|s3:ObjectRestore:Post|s3:ObjectRestore:Completed|s3:Replication:*|s3:Replication:OperationFailedReplication|s3:Replication:OperationNotTracked|s3:Replication:OperationMissedThreshold|s3:Replication:OperationReplicatedAfterThreshold|s3:ObjectRestore:Delete|s3:LifecycleTransition|s3:IntelligentTiering|s3:ObjectAcl:Put|s3:LifecycleExpiration:*|s3:LifecycleExpiration:Delete|s3:LifecycleExpiration:DeleteMarkerCreated|s3:ObjectTagging:*|s3:ObjectTagging:Put|s3:ObjectTagging:Delete>], Queue string
CloudFunctionConfiguration: Id string, Event <s3:ReducedRedundancyLostObject|s3:ObjectCreated:*|s3:ObjectCreated:Put|s3:ObjectCreated:Post|s3:ObjectCreated:Copy|s3:ObjectCreated:CompleteMultipartUpload|s3:ObjectRemoved:*|s3:ObjectRemoved:Delete|s3:ObjectRemoved:DeleteMarkerCreated|s3:ObjectRestore:*|s3:ObjectRestore:Post|s3:ObjectRestore:Completed|s3:Replication:*|s3:Replication:OperationFailedReplication|s3:Replication:OperationNotTracked|s3:Replication:OperationMissedThreshold|s3:Replication:OperationReplicatedAfterThreshold|s3:ObjectRestore:Delete|s3:LifecycleTransition|s3:IntelligentTiering|s3:ObjectAcl:Put|s3:LifecycleExpiration:*|s3:LifecycleExpiration:Delete|s3:LifecycleExpiration:DeleteMarkerCreated|s3:ObjectTagging:*|s3:ObjectTagging:Put|s3:ObjectTagging:Delete>, Events [<s3:ReducedRedundancyLostObject|s3:ObjectCreated:*|s3:ObjectCreated:Put|s3:ObjectCreated:Post|s3:ObjectCreated:Copy|s3:ObjectCreated:CompleteMultipartUpload|s3:ObjectRemoved:*|s3:ObjectRemoved:Delete|s3:ObjectRemoved:DeleteMarkerCreated|s3:ObjectRestore:*|s3:ObjectRestore:Post|s3:ObjectRestore:Completed|s3:Replication:*|s3:Replication:OperationFailedReplication|s3:Replication:OperationNotTracked|s3:Replication:OperationMissedThreshold|s3:Replication:OperationReplicatedAfterThreshold|s3:ObjectRestore:Delete|s3:LifecycleTransition|s3:IntelligentTiering|s3:ObjectAcl:Put|s3:LifecycleExpiration:*|s3:LifecycleExpiration:Delete|s3:LifecycleExpiration:DeleteMarkerCreated|s3:ObjectTagging:*|s3:ObjectTagging:Put|s3:ObjectTagging:Delete>], CloudFunction string, InvocationRole string
TopicConfiguration: Id string, TopicArn! string, Events! [<s3:ReducedRedundancyLostObject|s3:ObjectCreated:*|s3:ObjectCreated:Put|s3:ObjectCreated:Post|s3:ObjectCreated:Copy|s3:ObjectCreated:CompleteMultipartUpload|s3:ObjectRemoved:*|s3:ObjectRemoved:Delete|s3:ObjectRemoved:DeleteMarkerCreated|s3:ObjectRestore:*|s3:ObjectRestore:Post|s3:ObjectRestore:Completed|s3:Replication:*|s3:Replication:OperationFailedReplication|s3:Replication:OperationNotTracked|s3:Replication:OperationMissedThreshold|s3:Replication:OperationReplicatedAfterThreshold|s3:ObjectRestore:Delete|s3:LifecycleTransition|s3:IntelligentTiering|s3:ObjectAcl:Put|s3:LifecycleExpiration:*|s3:LifecycleExpiration:Delete|s3:LifecycleExpiration:DeleteMarkerCreated|s3:ObjectTagging:*|s3:ObjectTagging:Put|s3:ObjectTagging:Delete>], Filter NotificationConfigurationFilter
QueueConfiguration: Id string, QueueArn! string, Events! [<s3:ReducedRedundancyLostObject|s3:ObjectCreated:*|s3:ObjectCreated:Put|s3:ObjectCreated:Post|s3:ObjectCreated:Copy|s3:ObjectCreated:CompleteMultipartUpload|s3:ObjectRemoved:*|s3:ObjectRemoved:Delete|s3:ObjectRemoved:DeleteMarkerCreated|s3:ObjectRestore:*|s3:ObjectRestore:Post|s3:ObjectRestore:Completed|s3:Replication:*|s3:Replication:OperationFailedReplication|s3:Replication:OperationNotTracked|s3:Replication:OperationMissedThreshold|s3:Replication:OperationReplicatedAfterThreshold|s3:ObjectRestore:Delete|s3:LifecycleTransition|s3:IntelligentTiering|s3:ObjectAcl:Put|s3:LifecycleExpiration:*|s3:LifecycleExpiration:Delete|s3:LifecycleExpiration:DeleteMarkerCreated|s3:ObjectTagging:*|s3:ObjectTagging:Put|s3:ObjectTagging:Delete>], Filter NotificationConfigurationFilter
LambdaFunctionConfiguration: Id string, LambdaFunctionArn! string, Events! [<s3:ReducedRedundancyLostObject|s3:ObjectCreated:*|s3:ObjectCreated:Put|s3:ObjectCreated:Post|s3:ObjectCreated:Copy|s3:ObjectCreated:CompleteMultipartUpload|s3:ObjectRemoved:*|s3:ObjectRemoved:Delete|s3:ObjectRemoved:DeleteMarkerCreated|s3:ObjectRestore:*|s3:ObjectRestore:Post|s3:ObjectRestore:Completed|s3:Replication:*|s3:Replication:OperationFailedReplication|s3:Replication:OperationNotTracked|s3:Replication:OperationMissedThreshold|s3:Replication:OperationReplicatedAfterThreshold|s3:ObjectRestore:Delete|s3:LifecycleTransition|s3:IntelligentTiering|s3:ObjectAcl:Put|s3:LifecycleExpiration:*|s3:LifecycleExpiration:Delete|s3:LifecycleExpiration:DeleteMarkerCreated|s3:ObjectTagging:*|s3:ObjectTagging:Put|s3:ObjectTagging:Delete>], Filter NotificationConfigurationFilter
EventBridgeConfiguration: 
OwnershipControls: Rules! [OwnershipControlsRule]
PolicyStatus: IsPublic boolean
ReplicationConfiguration: Role! string, Rules! [ReplicationRule]
Tag: Key! string(1..), Value! string
RedirectAllRequestsTo: HostName! string, Protocol <http|https>
IndexDocument: Suffix! string
ErrorDocument: Key! string(1..)
RoutingRule: Condition Condition, Redirect! Redirect
Checksum: ChecksumCRC32 string, ChecksumCRC32C string, ChecksumCRC64NVME string, ChecksumSHA1 string, ChecksumSHA256 string, ChecksumSHA512 string, ChecksumMD5 string, ChecksumXXHASH64 string, ChecksumXXHASH3 string, ChecksumXXHASH128 string, ChecksumType <COMPOSITE|FULL_OBJECT>
GetObjectAttributesParts: TotalPartsCount number, PartNumberMarker number, NextPartNumberMarker number, MaxParts number, IsTruncated boolean, Parts [ObjectPart]
ObjectLockLegalHold: Status <ON|OFF>
ObjectLockConfiguration: ObjectLockEnabled <Enabled>, Rule ObjectLockRule
ObjectLockRetention: Mode <GOVERNANCE|COMPLIANCE>, RetainUntilDate time
PublicAccessBlockConfiguration: BlockPublicAcls boolean, IgnorePublicAcls boolean, BlockPublicPolicy boolean, RestrictPublicBuckets boolean
Bucket: Name string, CreationDate time, BucketRegion string, BucketArn string(1..128)
MultipartUpload: UploadId string, Key string(1..), Initiated time, StorageClass <STANDARD|REDUCED_REDUNDANCY|STANDARD_IA|ONEZONE_IA|INTELLIGENT_TIERING|GLACIER|DEEP_ARCHIVE|OUTPOSTS|GLACIER_IR|SNOW|EXPRESS_ONEZONE|FSX_OPENZFS|FSX_ONTAP>, Owner Owner, Initiator Initiator, ChecksumAlgorithm <CRC32|CRC32C|SHA1|SHA256|CRC64NVME|SHA512|MD5|XXHASH64|XXHASH3|XXHASH128>, ChecksumType <COMPOSITE|FULL_OBJECT>
CommonPrefix: Prefix string
ObjectVersion: ETag string, ChecksumAlgorithm [<CRC32|CRC32C|SHA1|SHA256|CRC64NVME|SHA512|MD5|XXHASH64|XXHASH3|XXHASH128>], ChecksumType <COMPOSITE|FULL_OBJECT>, Size number, StorageClass <STANDARD>, Key string(1..), VersionId string, IsLatest boolean, LastModified time, Owner Owner, RestoreStatus RestoreStatus
DeleteMarkerEntry: Owner Owner, Key string(1..), VersionId string, IsLatest boolean, LastModified time
Object: Key string(1..), LastModified time, ETag string, ChecksumAlgorithm [<CRC32|CRC32C|SHA1|SHA256|CRC64NVME|SHA512|MD5|XXHASH64|XXHASH3|XXHASH128>], ChecksumType <COMPOSITE|FULL_OBJECT>, Size number, StorageClass <STANDARD|REDUCED_REDUNDANCY|GLACIER|STANDARD_IA|ONEZONE_IA|INTELLIGENT_TIERING|DEEP_ARCHIVE|OUTPOSTS|GLACIER_IR|SNOW|EXPRESS_ONEZONE|FSX_OPENZFS|FSX_ONTAP>, Owner Owner, RestoreStatus RestoreStatus
Part: PartNumber number, LastModified time, ETag string, Size number, ChecksumCRC32 string, ChecksumCRC32C string, ChecksumCRC64NVME string, ChecksumSHA1 string, ChecksumSHA256 string, ChecksumSHA512 string, ChecksumMD5 string, ChecksumXXHASH64 string, ChecksumXXHASH3 string, ChecksumXXHASH128 string
Initiator: ID string, DisplayName string
SelectObjectContentEventStream: Records RecordsEvent, Stats StatsEvent, Progress ProgressEvent, Cont ContinuationEvent, End EndEvent
CopyPartResult: ETag string, LastModified time, ChecksumCRC32 string, ChecksumCRC32C string, ChecksumCRC64NVME string, ChecksumSHA1 string, ChecksumSHA256 string, ChecksumSHA512 string, ChecksumMD5 string, ChecksumXXHASH64 string, ChecksumXXHASH3 string, ChecksumXXHASH128 string
Grantee: DisplayName string, EmailAddress string, ID string, Type! <CanonicalUser|AmazonCustomerByEmail|Group>, URI string
AnalyticsFilter: Prefix string, Tag Tag, And AnalyticsAndOperator
StorageClassAnalysis: DataExport StorageClassAnalysisDataExport
ServerSideEncryptionRule: ApplyServerSideEncryptionByDefault ServerSideEncryptionByDefault, BucketKeyEnabled boolean, BlockedEncryptionTypes BlockedEncryptionTypes
IntelligentTieringFilter: Prefix string, Tag Tag, And IntelligentTieringAndOperator
Tiering: Days! number, AccessTier! <ARCHIVE_ACCESS|DEEP_ARCHIVE_ACCESS>
InventoryDestination: S3BucketDestination! InventoryS3BucketDestination
InventoryFilter: Prefix! string
InventorySchedule: Frequency! <Daily|Weekly>
LifecycleExpiration: Date time, Days number, ExpiredObjectDeleteMarker boolean
Transition: Date time, Days number, StorageClass <GLACIER|STANDARD_IA|ONEZONE_IA|INTELLIGENT_TIERING|DEEP_ARCHIVE|GLACIER_IR>
NoncurrentVersionTransition: NoncurrentDays number, StorageClass <GLACIER|STANDARD_IA|ONEZONE_IA|INTELLIGENT_TIERING|DEEP_ARCHIVE|GLACIER_IR>, NewerNoncurrentVersions number
NoncurrentVersionExpiration: NoncurrentDays number, NewerNoncurrentVersions number
AbortIncompleteMultipartUpload: DaysAfterInitiation number
LifecycleRuleFilter: Prefix string, Tag Tag, ObjectSizeGreaterThan number, ObjectSizeLessThan number, And LifecycleRuleAndOperator
TargetGrant: Grantee Grantee, Permission <FULL_CONTROL|READ|WRITE>
TargetObjectKeyFormat: SimplePrefix SimplePrefix, PartitionedPrefix PartitionedPrefix
MetadataConfigurationResult: DestinationResult! DestinationResult, JournalTableConfigurationResult JournalTableConfigurationResult, InventoryTableConfigurationResult InventoryTableConfigurationResult
MetadataTableConfigurationResult: S3TablesDestinationResult! S3TablesDestinationResult
ErrorDetails: ErrorCode string, ErrorMessage string
MetricsFilter: Prefix string, Tag Tag, AccessPointArn string, And MetricsAndOperator
NotificationConfigurationFilter: Key S3KeyFilter
OwnershipControlsRule: ObjectOwnership! <BucketOwnerPreferred|ObjectWriter|BucketOwnerEnforced>
ReplicationRule: ID string, Priority number, Prefix string, Filter ReplicationRuleFilter, Status! <Enabled|Disabled>, SourceSelectionCriteria SourceSelectionCriteria, ExistingObjectReplication ExistingObjectReplication, Destination! Destination, DeleteMarkerReplication DeleteMarkerReplication
Condition: HttpErrorCodeReturnedEquals string, KeyPrefixEquals string
Redirect: HostName string, HttpRedirectCode string, Protocol <http|https>, ReplaceKeyPrefixWith string, ReplaceKeyWith string
ObjectPart: PartNumber number, Size number, ChecksumCRC32 string, ChecksumCRC32C string, ChecksumCRC64NVME string, ChecksumSHA1 string, ChecksumSHA256 string, ChecksumSHA512 string, ChecksumMD5 string, ChecksumXXHASH64 string, ChecksumXXHASH3 string, ChecksumXXHASH128 string
ObjectLockRule: DefaultRetention DefaultRetention
RestoreStatus: IsRestoreInProgress boolean, RestoreExpiryDate time
RecordsEvent: Payload string
StatsEvent: Details Stats
ProgressEvent: Details Progress
ContinuationEvent: 
EndEvent: 
AnalyticsAndOperator: Prefix string, Tags [Tag]
StorageClassAnalysisDataExport: OutputSchemaVersion! <V_1>, Destination! AnalyticsExportDestination
ServerSideEncryptionByDefault: SSEAlgorithm! <AES256|aws:fsx|aws:kms|aws:kms:dsse>, KMSMasterKeyID string
BlockedEncryptionTypes: EncryptionType [<NONE|SSE-C>]
IntelligentTieringAndOperator: Prefix string, Tags [Tag]
InventoryS3BucketDestination: AccountId string, Bucket! string, Format! <CSV|ORC|Parquet>, Prefix string, Encryption InventoryEncryption
LifecycleRuleAndOperator: Prefix string, Tags [Tag], ObjectSizeGreaterThan number, ObjectSizeLessThan number
SimplePrefix: 
PartitionedPrefix: PartitionDateSource <EventTime|DeliveryTime>
DestinationResult: TableBucketType <aws|customer>, TableBucketArn string, TableNamespace string
JournalTableConfigurationResult: TableStatus! string, Error ErrorDetails, TableName! string, TableArn string, RecordExpiration! RecordExpiration
InventoryTableConfigurationResult: ConfigurationState! <ENABLED|DISABLED>, TableStatus string, Error ErrorDetails, TableName string, TableArn string
S3TablesDestinationResult: TableBucketArn! string, TableName! string, TableArn! string, TableNamespace! string
MetricsAndOperator: Prefix string, Tags [Tag], AccessPointArn string
S3KeyFilter: FilterRules [FilterRule]
ReplicationRuleFilter: Prefix string, Tag Tag, And ReplicationRuleAndOperator
SourceSelectionCriteria: SseKmsEncryptedObjects SseKmsEncryptedObjects, ReplicaModifications ReplicaModifications
ExistingObjectReplication: Status! <Enabled|Disabled>
Destination: Bucket! string, Account string, StorageClass <STANDARD|REDUCED_REDUNDANCY|STANDARD_IA|ONEZONE_IA|INTELLIGENT_TIERING|GLACIER|DEEP_ARCHIVE|OUTPOSTS|GLACIER_IR|SNOW|EXPRESS_ONEZONE|FSX_OPENZFS|FSX_ONTAP>, AccessControlTranslation AccessControlTranslation, EncryptionConfiguration EncryptionConfiguration, ReplicationTime ReplicationTime, Metrics Metrics
DeleteMarkerReplication: Status <Enabled|Disabled>
DefaultRetention: Mode <GOVERNANCE|COMPLIANCE>, Days number, Years number
Stats: BytesScanned number, BytesProcessed number, BytesReturned number
Progress: BytesScanned number, BytesProcessed number, BytesReturned number
AnalyticsExportDestination: S3BucketDestination! AnalyticsS3BucketDestination
InventoryEncryption: SSES3 SSES3, SSEKMS SSEKMS
RecordExpiration: Expiration! <ENABLED|DISABLED>, Days number
FilterRule: Name <prefix|suffix>, Value string
ReplicationRuleAndOperator: Prefix string, Tags [Tag]
SseKmsEncryptedObjects: Status! <Enabled|Disabled>
ReplicaModifications: Status! <Enabled|Disabled>
AccessControlTranslation: Owner! <Destination>
EncryptionConfiguration: ReplicaKmsKeyID string
ReplicationTime: Status! <Enabled|Disabled>, Time! ReplicationTimeValue
Metrics: Status! <Enabled|Disabled>, EventThreshold ReplicationTimeValue
AnalyticsS3BucketDestination: Format! <CSV>, BucketAccountId string, Bucket! string, Prefix string
SSES3: 
SSEKMS: KeyId! string
ReplicationTimeValue: Minutes number
`
