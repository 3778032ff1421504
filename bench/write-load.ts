/**
 * Starts executions without pause until it is ended: `node write-load.ts URL TOKEN STATE_MACHINE_ARN
 * IN_FLIGHT`. A process of its own, so that it takes no turn from who measures.
 */
import { load } from './http-load.ts'

const [url = '', token = '', stateMachineArn = '', inFlight = '16'] = process.argv.slice(2)
const headers = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': 'AWSStepFunctions.StartExecution',
  authorization: `Bearer ${token}`
}
const call = { url, headers, body: JSON.stringify({ stateMachineArn, input: '{"order":1}' }) }
process.stdout.write('loading\n')
await load(call, { inFlight: Number(inFlight), seconds: 3600 })
