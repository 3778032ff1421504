// The suites of `npm test`: how each runs and what it counted.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../install.mjs'
import { root } from '../paths.mjs'
import {
  awsReason,
  botoReason,
  browserReason,
  desktopReason,
  findBrowser,
  gatewayReason,
  imapReason
} from './needs.mjs'

const reports = join(root, '.cache/test')
const bin = (path) => join(root, 'node_modules', path)
const node = process.execPath

/** The parts of `npm run check` that are not tests. */
export const checks = ['format:check', 'lint', 'typecheck', 'dead-code', 'spelling']

function reportFile(name) {
  mkdirSync(reports, { recursive: true })
  const path = join(reports, `${name}.json`)
  rmSync(path, { force: true })
  return path
}

function readReport(path, code) {
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'))
  console.error(`Expected a report at ${path}; the runner ended with code ${code} without one.`)
  return undefined
}

/** A runner that failed without a failing test (a crash, an unhandled error) counts as one failure. */
function counted({ passed, failed, skipped }, code) {
  return { passed, failed: code !== 0 && failed === 0 ? 1 : failed, skipped }
}

export async function runCheck(name) {
  const code = await run('npm', ['run', '--silent', name])
  return { passed: 0, failed: code === 0 ? 0 : 1, skipped: 0 }
}

async function runUnit() {
  const file = reportFile('unit')
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const browser = await findBrowser().catch(() => undefined)
  const env = { ...process.env, ...(browser ? { SIGNALBOX_CHROMIUM: browser } : {}) }
  const code = await run(node, [bin('vitest/vitest.mjs'), ...args], { env })
  const report = readReport(file, code)
  const counts = {
    passed: report?.numPassedTests ?? 0,
    failed: report?.numFailedTests ?? 1,
    skipped: report?.numPendingTests ?? 0
  }
  return counted(counts, code)
}

async function runPlaywright(project) {
  const file = reportFile(project)
  const browser = await findBrowser().catch(() => undefined)
  const env = {
    ...process.env,
    PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    ...(browser ? { SIGNALBOX_CHROMIUM: browser } : {})
  }
  const command = [node, bin('@playwright/test/cli.js'), 'test', `--project=${project}`]
  const args = [...command.slice(1), '--reporter=list,json']
  const code =
    project === 'desktop'
      ? await run(node, [join(root, 'scripts/with-desktop.mjs'), node, ...args], { env })
      : await run(node, args, { env })
  const stats = readReport(file, code)?.stats
  const counts = {
    passed: (stats?.expected ?? 0) + (stats?.flaky ?? 0),
    failed: stats?.unexpected ?? 1,
    skipped: stats?.skipped ?? 0
  }
  return counted(counts, code)
}

/** In the order in which they run. `reason` says why one cannot run here. */
export const suites = [
  { name: 'unit', reason: () => undefined, run: runUnit },
  { name: 'gateway', title: 'S3 against the RADOS gateway (in unit)', reason: gatewayReason },
  { name: 'imap', title: 'mail triggers against Dovecot (in unit)', reason: imapReason },
  { name: 'boto3', title: 'boto3 against the engine (in unit)', reason: botoReason },
  { name: 'awscli', title: 'the AWS CLI against the engine (in unit)', reason: awsReason },
  { name: 'browser', reason: browserReason, run: () => runPlaywright('browser') },
  { name: 'desktop', reason: desktopReason, run: () => runPlaywright('desktop') }
]
