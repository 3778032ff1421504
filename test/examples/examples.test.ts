import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { validateDefinition } from '../../asl/validate/validate.ts'

const root = join(import.meta.dirname, '../../examples')
const names = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)

const read = (...path: string[]): string => readFileSync(join(root, ...path), 'utf8')

describe.each(names)('the example %s', (name) => {
  it('has a definition without problems', () => {
    expect(validateDefinition(read(name, 'workflow.asl.json')).problems).toEqual([])
  })

  it('has an input that is a JSON object', () => {
    expect(z.record(z.string(), z.json()).parse(JSON.parse(read(name, 'input.json')))).toBeDefined()
  })

  it('says what it is', () => {
    const about = z.strictObject({
      title: z.string().min(3).max(60),
      description: z.string().min(20).max(300),
      order: z.number().int()
    })
    expect(about.parse(JSON.parse(read(name, 'example.json')))).toBeDefined()
  })

  it('names only scripts that it ships', () => {
    const scripts = read(name, 'workflow.asl.json').matchAll(/[\w./-]+\.(?:sh|awk)\b/g)
    for (const [script] of scripts)
      expect([script, existsSync(join(root, name, script))]).toEqual([script, true])
  })
})

const folders: string[] = []

function copyOf(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `signalbox-${name}-`))
  folders.push(folder)
  cpSync(join(root, name), folder, { recursive: true })
  return folder
}

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

describe.skipIf(process.platform === 'win32')(
  'the training script (skipped on Windows: it needs sh and awk)',
  () => {
    it('learns: the accuracy on held-out rows passes the threshold that ships with it', () => {
      const folder = copyOf('model-approval')
      const output = execFileSync('sh', ['train.sh', 'data/vehicles.csv', 'models/a', '60'], {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'ignore']
      })
      const metrics = z
        .object({ accuracy: z.number(), heldOutRows: z.number() })
        .parse(JSON.parse(String(output)))
      const threshold = z
        .object({ minimumAccuracy: z.number() })
        .parse(JSON.parse(read('model-approval', 'threshold.json')))
      expect(metrics.accuracy).toBeGreaterThan(threshold.minimumAccuracy)
      expect(metrics.heldOutRows).toBe(300)
      const model = z
        .object({ features: z.array(z.object({ name: z.string(), weight: z.number() })) })
        .parse(JSON.parse(readFileSync(join(folder, 'models/a/model.json'), 'utf8')))
      expect(model.features.map((feature) => feature.name)).toContain('price_to_market')
    })

    it.each([
      [2, 'data/missing.csv', ''],
      [3, 'broken.csv', 'a,b\n1\n']
    ])('ends with exit code %i for %s', (code, file, content) => {
      const folder = copyOf('model-approval')
      if (content !== '')
        execFileSync('sh', ['-c', 'printf "%s" "$1" > broken.csv', 'sh', content], { cwd: folder })
      let status: unknown
      try {
        execFileSync('sh', ['train.sh', file, 'models/a', '5'], { cwd: folder, stdio: 'ignore' })
      } catch (error) {
        status = error instanceof Error && 'status' in error ? error.status : undefined
      }
      expect(status).toBe(code)
      expect(existsSync(join(folder, 'models/a/model.json'))).toBe(false)
    })
  }
)
