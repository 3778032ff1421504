// cspell:disable
/** Written by scripts/aws-responses.mjs from the API model of AWS (Apache-2.0). Read by ../response-shapes.ts. */
export const sns = String.raw`
addPermission: 
checkIfPhoneNumberIsOptedOut: IsOptedOut boolean
confirmSubscription: SubscriptionArn string
createPlatformApplication: PlatformApplicationArn string
createPlatformEndpoint: EndpointArn string
createSMSSandboxPhoneNumber: 
createTopic: TopicArn string
deleteEndpoint: 
deletePlatformApplication: 
deleteSMSSandboxPhoneNumber: 
deleteTopic: 
getDataProtectionPolicy: DataProtectionPolicy string
getEndpointAttributes: Attributes {string}
getPlatformApplicationAttributes: Attributes {string}
getSMSAttributes: Attributes {string}
getSMSSandboxAccountStatus: IsInSandbox! boolean
getSubscriptionAttributes: Attributes {string}
getTopicAttributes: Attributes {string}
listEndpointsByPlatformApplication: Endpoints [Endpoint], NextToken string
listOriginationNumbers: NextToken string, PhoneNumbers [PhoneNumberInformation]
listPhoneNumbersOptedOut: PhoneNumbers [string], NextToken string
listPlatformApplications: PlatformApplications [PlatformApplication], NextToken string
listSMSSandboxPhoneNumbers: PhoneNumbers! [SMSSandboxPhoneNumber], NextToken string
listSubscriptions: Subscriptions [Subscription], NextToken string
listSubscriptionsByTopic: Subscriptions [Subscription], NextToken string
listTagsForResource: Tags [Tag]
listTopics: Topics [Topic], NextToken string
optInPhoneNumber: 
publish: MessageId string, SequenceNumber string
publishBatch: Successful [PublishBatchResultEntry], Failed [BatchResultErrorEntry]
putDataProtectionPolicy: 
removePermission: 
setEndpointAttributes: 
setPlatformApplicationAttributes: 
setSMSAttributes: 
setSubscriptionAttributes: 
setTopicAttributes: 
subscribe: SubscriptionArn string
tagResource: 
unsubscribe: 
untagResource: 
verifySMSSandboxPhoneNumber: 
Endpoint: EndpointArn string, Attributes {string}
PhoneNumberInformation: CreatedAt time, PhoneNumber string, Status string, Iso2CountryCode string(..2), RouteType <Transactional|Promotional|Premium>, NumberCapabilities [<SMS|MMS|VOICE>]
PlatformApplication: PlatformApplicationArn string, Attributes {string}
SMSSandboxPhoneNumber: PhoneNumber string(..20), Status <Pending|Verified>
Subscription: SubscriptionArn string, Owner string, Protocol string, Endpoint string, TopicArn string
Tag: Key! string(1..128), Value! string(0..256)
Topic: TopicArn string
PublishBatchResultEntry: Id string, MessageId string, SequenceNumber string
BatchResultErrorEntry: Id! string, Code! string, Message string, SenderFault! boolean
`
