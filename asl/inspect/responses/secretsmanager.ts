// cspell:disable
/** Written by scripts/aws-responses.mjs from the API model of AWS (Apache-2.0). Read by ../response-shapes.ts. */
export const secretsmanager = String.raw`
batchGetSecretValue: SecretValues [SecretValueEntry], NextToken string(1..4096), Errors [APIErrorType]
cancelRotateSecret: ARN string(20..2048), Name string(1..256), VersionId string(32..64)
createSecret: ARN string(20..2048), Name string(1..256), VersionId string(32..64), ReplicationStatus [ReplicationStatusType]
deleteResourcePolicy: ARN string(20..2048), Name string(1..512)
deleteSecret: ARN string(20..2048), Name string(1..256), DeletionDate time
describeSecret: ARN string(20..2048), Name string(1..256), Type string(0..256), Description string(..2048), KmsKeyId string(0..2048), RotationEnabled boolean, RotationLambdaARN string(0..2048), RotationRules RotationRulesType, ExternalSecretRotationMetadata [ExternalSecretRotationMetadataItem], ExternalSecretRotationRoleArn string(20..2048), LastRotatedDate time, LastChangedDate time, LastAccessedDate time, DeletedDate time, NextRotationDate time, Tags [Tag], VersionIdsToStages {[string(1..256)]}, OwningService string(1..128), CreatedDate time, PrimaryRegion string(1..128), ReplicationStatus [ReplicationStatusType]
getRandomPassword: RandomPassword string(0..4096)
getResourcePolicy: ARN string(20..2048), Name string(1..512), ResourcePolicy string(1..20480)
getSecretValue: ARN string(20..2048), Name string(1..256), VersionId string(32..64), SecretBinary string(1..65536), SecretString string(1..65536), VersionStages [string(1..256)], CreatedDate time
listSecretVersionIds: Versions [SecretVersionsListEntry], NextToken string(1..4096), ARN string(20..2048), Name string(1..256)
listSecrets: SecretList [SecretListEntry], NextToken string(1..4096)
putResourcePolicy: ARN string(20..2048), Name string(1..512)
putSecretValue: ARN string(20..2048), Name string(1..256), VersionId string(32..64), VersionStages [string(1..256)]
removeRegionsFromReplication: ARN string(20..2048), ReplicationStatus [ReplicationStatusType]
replicateSecretToRegions: ARN string(20..2048), ReplicationStatus [ReplicationStatusType]
restoreSecret: ARN string(20..2048), Name string(1..256)
rotateSecret: ARN string(20..2048), Name string(1..256), VersionId string(32..64)
stopReplicationToReplica: ARN string(20..2048)
tagResource: 
untagResource: 
updateSecret: ARN string(20..2048), Name string(1..256), VersionId string(32..64)
updateSecretVersionStage: ARN string(20..2048), Name string(1..256)
validateResourcePolicy: PolicyValidationPassed boolean, ValidationErrors [ValidationErrorsEntry]
SecretValueEntry: ARN string(20..2048), Name string(1..256), VersionId string(32..64), SecretBinary string(1..65536), SecretString string(1..65536), VersionStages [string(1..256)], CreatedDate time
APIErrorType: SecretId string(1..2048), ErrorCode string, Message string
ReplicationStatusType: Region string(1..128), KmsKeyId string(0..2048), Status <InSync|Failed|InProgress>, StatusMessage string(1..4096), LastAccessedDate time
RotationRulesType: AutomaticallyAfterDays number(1..1000), Duration string(2..3), ScheduleExpression string(1..256)
ExternalSecretRotationMetadataItem: Key string(1..256), Value string(1..2048)
Tag: Key string(1..128), Value string(0..256)
SecretVersionsListEntry: VersionId string(32..64), VersionStages [string(1..256)], LastAccessedDate time, CreatedDate time, KmsKeyIds [string(0..2048)]
SecretListEntry: ARN string(20..2048), Name string(1..256), Type string(0..256), Description string(..2048), KmsKeyId string(0..2048), RotationEnabled boolean, RotationLambdaARN string(0..2048), RotationRules RotationRulesType, ExternalSecretRotationMetadata [ExternalSecretRotationMetadataItem], ExternalSecretRotationRoleArn string(20..2048), LastRotatedDate time, LastChangedDate time, LastAccessedDate time, DeletedDate time, NextRotationDate time, Tags [Tag], SecretVersionsToStages {[string(1..256)]}, OwningService string(1..128), CreatedDate time, PrimaryRegion string(1..128)
ValidationErrorsEntry: CheckName string(1..512), ErrorMessage string
`
