/**
 * The optimized integrations of AWS Step Functions, with their actions and patterns.
 * https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html
 */
// cspell:ignore aoss databrew Nodegroup sesv

interface OptimizedService {
  actions: readonly string[]
  hasSync?: boolean
  hasToken?: boolean
}

export const optimizedServices: Readonly<Record<string, OptimizedService>> = {
  apigateway: { actions: ['invoke'], hasToken: true },
  athena: {
    actions: ['startQueryExecution', 'stopQueryExecution', 'getQueryExecution', 'getQueryResults'],
    hasSync: true
  },
  aoss: { actions: ['search'] },
  batch: { actions: ['submitJob'], hasSync: true },
  bedrock: { actions: ['invokeModel', 'createModelCustomizationJob'], hasSync: true },
  codebuild: {
    actions: [
      'startBuild',
      'stopBuild',
      'batchDeleteBuilds',
      'batchGetReports',
      'startBuildBatch',
      'stopBuildBatch',
      'retryBuildBatch',
      'deleteBuildBatch'
    ],
    hasSync: true
  },
  databrew: { actions: ['startJobRun'], hasSync: true },
  dynamodb: { actions: ['getItem', 'putItem', 'updateItem', 'deleteItem'] },
  ecs: { actions: ['runTask'], hasSync: true, hasToken: true },
  eks: {
    actions: [
      'call',
      'runJob',
      'createCluster',
      'deleteCluster',
      'createNodegroup',
      'deleteNodegroup',
      'createFargateProfile',
      'deleteFargateProfile'
    ],
    hasSync: true
  },
  elasticmapreduce: {
    actions: [
      'addStep',
      'cancelStep',
      'createCluster',
      'modifyInstanceFleetByName',
      'modifyInstanceGroupByName',
      'setClusterTerminationProtection',
      'terminateCluster'
    ],
    hasSync: true
  },
  'emr-containers': {
    actions: ['createVirtualCluster', 'deleteVirtualCluster', 'startJobRun'],
    hasSync: true
  },
  'emr-serverless': {
    actions: [
      'createApplication',
      'startApplication',
      'stopApplication',
      'deleteApplication',
      'startJobRun',
      'cancelJobRun'
    ],
    hasSync: true
  },
  events: { actions: ['putEvents'], hasToken: true },
  glue: { actions: ['startJobRun'], hasSync: true },
  http: { actions: ['invoke'] },
  lambda: { actions: ['invoke'], hasToken: true },
  mediaconvert: { actions: ['createJob'], hasSync: true },
  sagemaker: {
    actions: [
      'createEndpoint',
      'createEndpointConfig',
      'createHyperParameterTuningJob',
      'createLabelingJob',
      'createModel',
      'createProcessingJob',
      'createTrainingJob',
      'createTransformJob',
      'updateEndpoint'
    ],
    hasSync: true
  },
  sns: { actions: ['publish'], hasToken: true },
  sqs: { actions: ['sendMessage'], hasToken: true },
  states: { actions: ['startExecution'], hasSync: true, hasToken: true }
}

/** What serves the same need here, by service. */
export const stayLocal: Readonly<Record<string, string>> = {
  batch: 'plugin:shell:run',
  codebuild: 'plugin:shell:run',
  ecs: 'plugin:shell:run',
  glue: 'plugin:shell:run',
  lambda: 'plugin:shell:run for a program, or plugin:http:request for a web service',
  apigateway: 'plugin:http:request',
  http: 'plugin:http:request',
  s3: 'the actions of plugin:s3, such as plugin:s3:uploadFile',
  ses: 'plugin:email:send',
  sesv2: 'plugin:email:send',
  sns: 'plugin:email:send'
}
