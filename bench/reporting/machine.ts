import { closeSync, fdatasyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import { percentile } from './statistics.ts'

/** Facts without which no absolute number means anything. */
export interface Machine {
  system: string
  processor: string
  cores: number
  memoryGiB: number
  node: string
  /** Average load of the minute before the run: other programs' work makes figures worse. */
  loadBefore: number
  /** Milliseconds of an append of 4 KiB and its sync: what each commit costs at least. */
  sync: { p50: number; p99: number }
}

export function machineFacts(folder: string): Machine {
  const cpus = os.cpus()
  return {
    system: `${systemName()}, ${os.type()} ${os.release()}`,
    processor: cpus[0]?.model.trim() ?? 'unknown',
    cores: cpus.length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    node: process.version,
    loadBefore: Number((os.loadavg()[0] ?? 0).toFixed(2)),
    sync: measureSync(folder)
  }
}

function systemName(): string {
  try {
    const [, name] = /^PRETTY_NAME="(.+)"$/m.exec(readFileSync('/etc/os-release', 'utf8')) ?? []
    if (name) return name
  } catch {
    // Only Linux has the file.
  }
  return os.platform()
}

function measureSync(folder: string): Machine['sync'] {
  const file = join(folder, 'sync-probe')
  const descriptor = openSync(file, 'w')
  const page = Buffer.alloc(4096, 7)
  const times: number[] = []
  try {
    for (let index = 0; index < 200; index++) {
      const startedAt = performance.now()
      writeSync(descriptor, page)
      fdatasyncSync(descriptor)
      times.push(performance.now() - startedAt)
    }
  } finally {
    closeSync(descriptor)
    rmSync(file)
  }
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99) }
}
