// What the suites need from the machine. Each function returns undefined, or the reason why a suite cannot run.
import { execFileSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const browsers = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

export function findProgram(name) {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, name)
    try {
      accessSync(path, constants.X_OK)
      return path
    } catch {
      // Not in this folder: the next one.
    }
  }
  return undefined
}

function missing(programs) {
  const absent = programs.filter((name) => !findProgram(name))
  return absent.length > 0 ? `not installed: ${absent.join(', ')}` : undefined
}

/** A Chromium: named by SIGNALBOX_CHROMIUM, the system's, else the one that npm has brought. */
export async function findBrowser() {
  const named = process.env.SIGNALBOX_CHROMIUM
  if (named) return named
  const installed = browsers.map(findProgram).find(Boolean)
  if (installed) return installed
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  // Makes it unpack its own NSS libraries: they may be missing on a bare machine.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs22.x'
  const { default: chromium } = await import('@sparticuz/chromium')
  return chromium.executablePath()
}

export async function browserReason() {
  try {
    return (await findBrowser())
      ? undefined
      : 'no Chromium found: install it, or set SIGNALBOX_CHROMIUM'
  } catch (error) {
    return `no Chromium found, and the one from npm could not be unpacked: ${error.message}`
  }
}

function hasGtk() {
  try {
    return execFileSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' }).includes('libgtk-3.so.0')
  } catch {
    return existsSync('/usr/lib/x86_64-linux-gnu/libgtk-3.so.0')
  }
}

export async function desktopReason() {
  if (process.platform !== 'linux')
    return `the desktop tests need Linux and D-Bus, this is ${process.platform}`
  const absent = missing(['xvfb-run', 'dbus-run-session', 'unzip'])
  if (absent) return absent
  if (!hasGtk()) return 'not installed: libgtk-3-0'
  try {
    const { anyRuntime } = await import('../electron-runtime.mjs')
    await anyRuntime()
    return undefined
  } catch (error) {
    return `no Electron runtime: ${error.message}`
  }
}

/** The S3 plugin's tests against a real peer are in the unit suite and skip themselves there. */
export function gatewayReason() {
  return missing([
    'ceph-mon',
    'ceph-osd',
    'ceph-authtool',
    'monmaptool',
    'radosgw',
    'radosgw-admin'
  ])
}

/** Triggers for mails against a real server, in the unit suite. It is not on everybody's PATH. */
export function imapReason() {
  const places = ['/usr/sbin/dovecot', '/usr/local/sbin/dovecot', '/usr/bin/dovecot']
  return places.some((path) => existsSync(path)) ? undefined : 'not installed: dovecot-imapd'
}

/** boto3 tells its story in the unit suite, too. */
export function botoReason() {
  try {
    execFileSync('python3', ['-c', 'import boto3'], { stdio: 'ignore' })
    return undefined
  } catch {
    return 'not installed: boto3 for python3 (Debian: python3-boto3)'
  }
}

export function awsReason() {
  return missing(['aws'])
}
