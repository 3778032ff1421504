// cspell:disable
/** Written by scripts/aws-responses.mjs from the API model of AWS (Apache-2.0). Read by ../response-shapes.ts. */
export const batch = String.raw`
describeJobs: Jobs [JobDetail]
submitJob: JobArn string, JobName! string, JobId! string
terminateJob: 
JobDetail: JobArn string, JobName! string, JobId! string, JobQueue! string, Status! <SUBMITTED|PENDING|RUNNABLE|STARTING|RUNNING|SUCCEEDED|FAILED>, ShareIdentifier string, SchedulingPriority number, Attempts [AttemptDetail], StatusReason string, CreatedAt number, RetryStrategy RetryStrategy, StartedAt! number, StoppedAt number, DependsOn [JobDependency], JobDefinition! string, Parameters {string}, Container ContainerDetail, NodeDetails NodeDetails, NodeProperties NodeProperties, ArrayProperties ArrayPropertiesDetail, Timeout JobTimeout, Tags {string(..256)}, PropagateTags boolean, PlatformCapabilities [<EC2|FARGATE>], EksProperties EksPropertiesDetail, EksAttempts [EksAttemptDetail], EcsProperties EcsPropertiesDetail, IsCancelled boolean, IsTerminated boolean, ConsumableResourceProperties ConsumableResourceProperties
AttemptDetail: Container AttemptContainerDetail, StartedAt number, StoppedAt number, StatusReason string, TaskProperties [AttemptEcsTaskDetails]
RetryStrategy: Attempts number, EvaluateOnExit [EvaluateOnExit]
JobDependency: JobId string, Type <N_TO_N|SEQUENTIAL>
ContainerDetail: Image string, Vcpus number, Memory number, Command [string], JobRoleArn string, ExecutionRoleArn string, Volumes [Volume], Environment [KeyValuePair], MountPoints [MountPoint], ReadonlyRootFilesystem boolean, Ulimits [Ulimit], Privileged boolean, User string, ExitCode number, Reason string, ContainerInstanceArn string, TaskArn string, LogStreamName string, InstanceType string, NetworkInterfaces [NetworkInterface], ResourceRequirements [ResourceRequirement], LinuxParameters LinuxParameters, LogConfiguration LogConfiguration, Secrets [Secret], NetworkConfiguration NetworkConfiguration, FargatePlatformConfiguration FargatePlatformConfiguration, EphemeralStorage EphemeralStorage, RuntimePlatform RuntimePlatform, RepositoryCredentials RepositoryCredentials, EnableExecuteCommand boolean
NodeDetails: NodeIndex number, IsMainNode boolean
NodeProperties: NumNodes! number, MainNode! number, NodeRangeProperties! [NodeRangeProperty]
ArrayPropertiesDetail: StatusSummary {number}, StatusSummaryLastUpdatedAt number, Size number, Index number
JobTimeout: AttemptDurationSeconds number
EksPropertiesDetail: PodProperties EksPodPropertiesDetail
EksAttemptDetail: Containers [EksAttemptContainerDetail], InitContainers [EksAttemptContainerDetail], EksClusterArn string, PodName string, PodNamespace string, NodeName string, StartedAt number, StoppedAt number, StatusReason string
EcsPropertiesDetail: TaskProperties [EcsTaskDetails]
ConsumableResourceProperties: ConsumableResourceList [ConsumableResourceRequirement]
AttemptContainerDetail: ContainerInstanceArn string, TaskArn string, ExitCode number, Reason string, LogStreamName string, NetworkInterfaces [NetworkInterface]
AttemptEcsTaskDetails: ContainerInstanceArn string, TaskArn string, Containers [AttemptTaskContainerDetails]
EvaluateOnExit: OnStatusReason string, OnReason string, OnExitCode string, Action! <RETRY|EXIT>
Volume: Host Host, Name string, EfsVolumeConfiguration EFSVolumeConfiguration, S3filesVolumeConfiguration S3FilesVolumeConfiguration
KeyValuePair: Name string, Value string
MountPoint: ContainerPath string, ReadOnly boolean, SourceVolume string
Ulimit: HardLimit! number, Name! string, SoftLimit! number
NetworkInterface: AttachmentId string, Ipv6Address string, PrivateIpv4Address string
ResourceRequirement: Value! string, Type! <GPU|VCPU|MEMORY>
LinuxParameters: Devices [Device], InitProcessEnabled boolean, SharedMemorySize number, Tmpfs [Tmpfs], MaxSwap number, Swappiness number
LogConfiguration: LogDriver! <json-file|syslog|journald|gelf|fluentd|awslogs|splunk|awsfirelens>, Options {string}, SecretOptions [Secret]
Secret: Name! string, ValueFrom! string
NetworkConfiguration: AssignPublicIp <ENABLED|DISABLED>
FargatePlatformConfiguration: PlatformVersion string
EphemeralStorage: SizeInGiB! number
RuntimePlatform: OperatingSystemFamily string, CpuArchitecture string
RepositoryCredentials: CredentialsParameter! string
NodeRangeProperty: TargetNodes! string, Container ContainerProperties, InstanceTypes [string], EcsProperties EcsProperties, EksProperties EksProperties, ConsumableResourceProperties ConsumableResourceProperties
EksPodPropertiesDetail: ServiceAccountName string, HostNetwork boolean, DnsPolicy string, ImagePullSecrets [ImagePullSecret], Containers [EksContainerDetail], InitContainers [EksContainerDetail], Volumes [EksVolume], PodName string, NodeName string, Metadata EksMetadata, ShareProcessNamespace boolean
EksAttemptContainerDetail: Name string, ContainerID string, ExitCode number, Reason string
EcsTaskDetails: Containers [TaskContainerDetails], ContainerInstanceArn string, TaskArn string, EphemeralStorage EphemeralStorage, ExecutionRoleArn string, PlatformVersion string, IpcMode string, TaskRoleArn string, PidMode string, NetworkConfiguration NetworkConfiguration, RuntimePlatform RuntimePlatform, Volumes [Volume], EnableExecuteCommand boolean
ConsumableResourceRequirement: ConsumableResource string, Quantity number
AttemptTaskContainerDetails: ExitCode number, Name string, Reason string, LogStreamName string, NetworkInterfaces [NetworkInterface]
Host: SourcePath string
EFSVolumeConfiguration: FileSystemId! string, RootDirectory string, TransitEncryption <ENABLED|DISABLED>, TransitEncryptionPort number, AuthorizationConfig EFSAuthorizationConfig
S3FilesVolumeConfiguration: FileSystemArn! string, RootDirectory string, TransitEncryptionPort number, AccessPointArn string
Device: HostPath! string, ContainerPath string, Permissions [<READ|WRITE|MKNOD>]
Tmpfs: ContainerPath! string, Size! number, MountOptions [string]
ContainerProperties: Image string, Vcpus number, Memory number, Command [string], JobRoleArn string, ExecutionRoleArn string, Volumes [Volume], Environment [KeyValuePair], MountPoints [MountPoint], ReadonlyRootFilesystem boolean, Privileged boolean, Ulimits [Ulimit], User string, InstanceType string, ResourceRequirements [ResourceRequirement], LinuxParameters LinuxParameters, LogConfiguration LogConfiguration, Secrets [Secret], NetworkConfiguration NetworkConfiguration, FargatePlatformConfiguration FargatePlatformConfiguration, EnableExecuteCommand boolean, EphemeralStorage EphemeralStorage, RuntimePlatform RuntimePlatform, RepositoryCredentials RepositoryCredentials
EcsProperties: TaskProperties! [EcsTaskProperties]
EksProperties: PodProperties EksPodProperties
ImagePullSecret: Name! string
EksContainerDetail: Name string, Image string, ImagePullPolicy string, Command [string], Args [string], Env [EksContainerEnvironmentVariable], Resources EksContainerResourceRequirements, ExitCode number, Reason string, VolumeMounts [EksContainerVolumeMount], SecurityContext EksContainerSecurityContext
EksVolume: Name! string, HostPath EksHostPath, EmptyDir EksEmptyDir, Secret EksSecret, PersistentVolumeClaim EksPersistentVolumeClaim
EksMetadata: Labels {string}, Annotations {string}, Namespace string
TaskContainerDetails: Command [string], DependsOn [TaskContainerDependency], Environment [KeyValuePair], Essential boolean, FirelensConfiguration FirelensConfiguration, Image string, LinuxParameters LinuxParameters, LogConfiguration LogConfiguration, MountPoints [MountPoint], Name string, Privileged boolean, ReadonlyRootFilesystem boolean, RepositoryCredentials RepositoryCredentials, ResourceRequirements [ResourceRequirement], Secrets [Secret], Ulimits [Ulimit], User string, StartTimeout number, StopTimeout number, ExitCode number, Reason string, LogStreamName string, NetworkInterfaces [NetworkInterface]
EFSAuthorizationConfig: AccessPointId string, Iam <ENABLED|DISABLED>
EcsTaskProperties: Containers! [TaskContainerProperties], EphemeralStorage EphemeralStorage, ExecutionRoleArn string, PlatformVersion string, IpcMode string, TaskRoleArn string, PidMode string, NetworkConfiguration NetworkConfiguration, RuntimePlatform RuntimePlatform, Volumes [Volume], EnableExecuteCommand boolean
EksPodProperties: ServiceAccountName string, HostNetwork boolean, DnsPolicy string, ImagePullSecrets [ImagePullSecret], Containers [EksContainer], InitContainers [EksContainer], Volumes [EksVolume], Metadata EksMetadata, ShareProcessNamespace boolean
EksContainerEnvironmentVariable: Name! string, Value string
EksContainerResourceRequirements: Limits {string(1..256)}, Requests {string(1..256)}
EksContainerVolumeMount: Name string, MountPath string, SubPath string, ReadOnly boolean
EksContainerSecurityContext: RunAsUser number, RunAsGroup number, Privileged boolean, AllowPrivilegeEscalation boolean, ReadOnlyRootFilesystem boolean, RunAsNonRoot boolean
EksHostPath: Path string
EksEmptyDir: Medium string, SizeLimit string(1..256)
EksSecret: SecretName! string, Optional boolean
EksPersistentVolumeClaim: ClaimName! string, ReadOnly boolean
TaskContainerDependency: ContainerName string, Condition string
FirelensConfiguration: Type! <fluentd|fluentbit>, Options {string}
TaskContainerProperties: Command [string], DependsOn [TaskContainerDependency], Environment [KeyValuePair], Essential boolean, FirelensConfiguration FirelensConfiguration, Image! string, LinuxParameters LinuxParameters, LogConfiguration LogConfiguration, MountPoints [MountPoint], Name string, Privileged boolean, ReadonlyRootFilesystem boolean, RepositoryCredentials RepositoryCredentials, ResourceRequirements [ResourceRequirement], Secrets [Secret], Ulimits [Ulimit], User string, StartTimeout number, StopTimeout number
EksContainer: Name string, Image! string, ImagePullPolicy string, Command [string], Args [string], Env [EksContainerEnvironmentVariable], Resources EksContainerResourceRequirements, VolumeMounts [EksContainerVolumeMount], SecurityContext EksContainerSecurityContext
`
