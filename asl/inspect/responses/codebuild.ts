// cspell:disable
/** Written by scripts/aws-responses.mjs from the API model of AWS (Apache-2.0). Read by ../response-shapes.ts. */
export const codebuild = String.raw`
startBuild: Build Build
stopBuild: Build Build
Build: Id string(1..), Arn string(1..), BuildNumber number, StartTime time, EndTime time, CurrentPhase string, BuildStatus <SUCCEEDED|FAILED|FAULT|TIMED_OUT|IN_PROGRESS|STOPPED>, SourceVersion string(1..), ResolvedSourceVersion string(1..), ProjectName string(1..), Phases [BuildPhase], Source ProjectSource, SecondarySources [ProjectSource], SecondarySourceVersions [ProjectSourceVersion], Artifacts BuildArtifacts, SecondaryArtifacts [BuildArtifacts], Cache ProjectCache, Environment ProjectEnvironment, ServiceRole string(1..), Logs LogsLocation, TimeoutInMinutes number, QueuedTimeoutInMinutes number, BuildComplete boolean, Initiator string, VpcConfig VpcConfig, NetworkInterface NetworkInterface, EncryptionKey string(1..), ExportedEnvironmentVariables [ExportedEnvironmentVariable], ReportArns [string], FileSystemLocations [ProjectFileSystemLocation], DebugSession DebugSession, BuildBatchArn string, AutoRetryConfig AutoRetryConfig
BuildPhase: PhaseType <SUBMITTED|QUEUED|PROVISIONING|DOWNLOAD_SOURCE|INSTALL|PRE_BUILD|BUILD|POST_BUILD|UPLOAD_ARTIFACTS|FINALIZING|COMPLETED>, PhaseStatus <SUCCEEDED|FAILED|FAULT|TIMED_OUT|IN_PROGRESS|STOPPED>, StartTime time, EndTime time, DurationInSeconds number, Contexts [PhaseContext]
ProjectSource: Type! <CODECOMMIT|CODEPIPELINE|GITHUB|GITLAB|GITLAB_SELF_MANAGED|S3|BITBUCKET|GITHUB_ENTERPRISE|NO_SOURCE>, Location string, GitCloneDepth number(0..), GitSubmodulesConfig GitSubmodulesConfig, Buildspec string, Auth SourceAuth, ReportBuildStatus boolean, BuildStatusConfig BuildStatusConfig, InsecureSsl boolean, SourceIdentifier string
ProjectSourceVersion: SourceIdentifier! string, SourceVersion! string
BuildArtifacts: Location string, Sha256sum string, Md5sum string, OverrideArtifactName boolean, EncryptionDisabled boolean, ArtifactIdentifier string, BucketOwnerAccess <NONE|READ_ONLY|FULL>
ProjectCache: Type! <NO_CACHE|S3|LOCAL>, Location string, Modes [<LOCAL_DOCKER_LAYER_CACHE|LOCAL_SOURCE_CACHE|LOCAL_CUSTOM_CACHE>], CacheNamespace string
ProjectEnvironment: Type! <WINDOWS_CONTAINER|LINUX_CONTAINER|LINUX_GPU_CONTAINER|ARM_CONTAINER|WINDOWS_SERVER_2019_CONTAINER|WINDOWS_SERVER_2022_CONTAINER|LINUX_LAMBDA_CONTAINER|ARM_LAMBDA_CONTAINER|LINUX_EC2|ARM_EC2|WINDOWS_EC2|MAC_ARM>, Image! string(1..), ComputeType! <BUILD_GENERAL1_SMALL|BUILD_GENERAL1_MEDIUM|BUILD_GENERAL1_LARGE|BUILD_GENERAL1_XLARGE|BUILD_GENERAL1_2XLARGE|BUILD_LAMBDA_1GB|BUILD_LAMBDA_2GB|BUILD_LAMBDA_4GB|BUILD_LAMBDA_8GB|BUILD_LAMBDA_10GB|ATTRIBUTE_BASED_COMPUTE|CUSTOM_INSTANCE_TYPE>, ComputeConfiguration ComputeConfiguration, Fleet ProjectFleet, EnvironmentVariables [EnvironmentVariable], PrivilegedMode boolean, Certificate string, RegistryCredential RegistryCredential, ImagePullCredentialsType <CODEBUILD|SERVICE_ROLE>, DockerServer DockerServer
LogsLocation: GroupName string, StreamName string, DeepLink string, S3DeepLink string, CloudWatchLogsArn string, S3LogsArn string, CloudWatchLogs CloudWatchLogsConfig, S3Logs S3LogsConfig
VpcConfig: VpcId string(1..), Subnets [string(1..)], SecurityGroupIds [string(1..)]
NetworkInterface: SubnetId string(1..), NetworkInterfaceId string(1..)
ExportedEnvironmentVariable: Name string(1..), Value string
ProjectFileSystemLocation: Type <EFS>, Location string, MountPoint string, Identifier string, MountOptions string
DebugSession: SessionEnabled boolean, SessionTarget string(1..)
AutoRetryConfig: AutoRetryLimit number, AutoRetryNumber number, NextAutoRetry string, PreviousAutoRetry string
PhaseContext: StatusCode string, Message string
GitSubmodulesConfig: FetchSubmodules! boolean
SourceAuth: Type! <OAUTH|CODECONNECTIONS|SECRETS_MANAGER>, Resource string
BuildStatusConfig: Context string, TargetUrl string
ComputeConfiguration: VCpu number, Memory number, Disk number, MachineType <GENERAL|NVME>, InstanceType string(1..)
ProjectFleet: FleetArn string
EnvironmentVariable: Name! string(1..), Value! string, Type <PLAINTEXT|PARAMETER_STORE|SECRETS_MANAGER>
RegistryCredential: Credential! string(1..), CredentialProvider! <SECRETS_MANAGER>
DockerServer: ComputeType! <BUILD_GENERAL1_SMALL|BUILD_GENERAL1_MEDIUM|BUILD_GENERAL1_LARGE|BUILD_GENERAL1_XLARGE|BUILD_GENERAL1_2XLARGE|BUILD_LAMBDA_1GB|BUILD_LAMBDA_2GB|BUILD_LAMBDA_4GB|BUILD_LAMBDA_8GB|BUILD_LAMBDA_10GB|ATTRIBUTE_BASED_COMPUTE|CUSTOM_INSTANCE_TYPE>, SecurityGroupIds [string(1..)], Status DockerServerStatus
CloudWatchLogsConfig: Status! <ENABLED|DISABLED>, GroupName string, StreamName string
S3LogsConfig: Status! <ENABLED|DISABLED>, Location string, EncryptionDisabled boolean, BucketOwnerAccess <NONE|READ_ONLY|FULL>
DockerServerStatus: Status string, Message string
`
