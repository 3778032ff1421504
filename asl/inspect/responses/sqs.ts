// cspell:disable
/** Written by scripts/aws-responses.mjs from the API model of AWS (Apache-2.0). Read by ../response-shapes.ts. */
export const sqs = String.raw`
addPermission: 
cancelMessageMoveTask: ApproximateNumberOfMessagesMoved number
changeMessageVisibility: 
changeMessageVisibilityBatch: Successful! [ChangeMessageVisibilityBatchResultEntry], Failed! [BatchResultErrorEntry]
createQueue: QueueUrl string
deleteMessage: 
deleteMessageBatch: Successful! [DeleteMessageBatchResultEntry], Failed! [BatchResultErrorEntry]
deleteQueue: 
getQueueAttributes: Attributes {string}
getQueueUrl: QueueUrl string
listDeadLetterSourceQueues: QueueUrls! [string], NextToken string
listMessageMoveTasks: Results [ListMessageMoveTasksResultEntry]
listQueueTags: Tags {string}
listQueues: QueueUrls [string], NextToken string
purgeQueue: 
receiveMessage: Messages [Message]
removePermission: 
sendMessage: MD5OfMessageBody string, MD5OfMessageAttributes string, MD5OfMessageSystemAttributes string, MessageId string, SequenceNumber string
sendMessageBatch: Successful! [SendMessageBatchResultEntry], Failed! [BatchResultErrorEntry]
setQueueAttributes: 
startMessageMoveTask: TaskHandle string
tagQueue: 
untagQueue: 
ChangeMessageVisibilityBatchResultEntry: Id! string
BatchResultErrorEntry: Id! string, SenderFault! boolean, Code! string, Message string
DeleteMessageBatchResultEntry: Id! string
ListMessageMoveTasksResultEntry: TaskHandle string, Status string, SourceArn string, DestinationArn string, MaxNumberOfMessagesPerSecond number, ApproximateNumberOfMessagesMoved number, ApproximateNumberOfMessagesToMove number, FailureReason string, StartedTimestamp number
Message: MessageId string, ReceiptHandle string, MD5OfBody string, Body string, Attributes {string}, MD5OfMessageAttributes string, MessageAttributes {MessageAttributeValue}
SendMessageBatchResultEntry: Id! string, MessageId! string, MD5OfMessageBody! string, MD5OfMessageAttributes string, MD5OfMessageSystemAttributes string, SequenceNumber string
MessageAttributeValue: StringValue string, BinaryValue string, StringListValues [string], BinaryListValues [string], DataType! string
`
