// cspell:disable
/** Written by scripts/aws-responses.mjs from the API model of AWS (Apache-2.0). Read by ../response-shapes.ts. */
export const ecs = String.raw`
describeTasks: Tasks [Task], Failures [Failure]
runTask: Tasks [Task], Failures [Failure]
stopTask: Task Task
Task: Attachments [Attachment], Attributes [Attribute], AvailabilityZone string, CapacityProviderName string, ClusterArn string, Connectivity <CONNECTED|DISCONNECTED>, ConnectivityAt time, ContainerInstanceArn string, Containers [Container], Cpu string, CreatedAt time, DesiredStatus string, EnableExecuteCommand boolean, ExecutionStoppedAt time, Group string, HealthStatus <HEALTHY|UNHEALTHY|UNKNOWN>, InferenceAccelerators [InferenceAccelerator], LastStatus string, LaunchType <EC2|FARGATE|EXTERNAL|MANAGED_INSTANCES>, Memory string, Overrides TaskOverride, PlatformVersion string, PlatformFamily string, PullStartedAt time, PullStoppedAt time, StartedAt time, StartedBy string, StopCode <TaskFailedToStart|EssentialContainerExited|UserInitiated|ServiceSchedulerInitiated|SpotInterruption|TerminationNotice>, StoppedAt time, StoppedReason string, StoppingAt time, Tags [Tag], TaskArn string, TaskDefinitionArn string, Version number, EphemeralStorage EphemeralStorage, FargateEphemeralStorage TaskEphemeralStorage
Failure: Arn string, Reason string, Detail string
Attachment: Id string, Type string, Status string, Details [KeyValuePair]
Attribute: Name! string, Value string, TargetType <container-instance>, TargetId string
Container: ContainerArn string, TaskArn string, Name string, Image string, ImageDigest string, RuntimeId string, LastStatus string, ExitCode number, Reason string, NetworkBindings [NetworkBinding], NetworkInterfaces [NetworkInterface], HealthStatus <HEALTHY|UNHEALTHY|UNKNOWN>, ManagedAgents [ManagedAgent], Cpu string, Memory string, MemoryReservation string, GpuIds [string]
InferenceAccelerator: DeviceName! string, DeviceType! string
TaskOverride: ContainerOverrides [ContainerOverride], Cpu string, InferenceAcceleratorOverrides [InferenceAcceleratorOverride], ExecutionRoleArn string, Memory string, TaskRoleArn string, EphemeralStorage EphemeralStorage
Tag: Key string(1..128), Value string(0..256)
EphemeralStorage: SizeInGiB! number
TaskEphemeralStorage: SizeInGiB number, KmsKeyId string
KeyValuePair: Name string, Value string
NetworkBinding: BindIP string, ContainerPort number, HostPort number, Protocol <tcp|udp>, ContainerPortRange string, HostPortRange string
NetworkInterface: AttachmentId string, PrivateIpv4Address string, Ipv6Address string
ManagedAgent: LastStartedAt time, Name <ExecuteCommandAgent>, Reason string, LastStatus string
ContainerOverride: Name string, Command [string], Environment [KeyValuePair], EnvironmentFiles [EnvironmentFile], Cpu number, Memory number, MemoryReservation number, ResourceRequirements [ResourceRequirement]
InferenceAcceleratorOverride: DeviceName string, DeviceType string
EnvironmentFile: Value! string, Type! <s3>
ResourceRequirement: Value! string, Type! <GPU|InferenceAccelerator>
`
