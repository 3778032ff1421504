/** A thread that reads a whole database through, and says what is wrong with it. */
import { parentPort, workerData } from 'node:worker_threads'
import { readThrough } from './damage.ts'

parentPort?.postMessage(readThrough(String(workerData)))
