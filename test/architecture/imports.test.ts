import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { importsOf, listFiles, root } from './source-files.ts'
import type { Import } from './source-files.ts'

interface Rule {
  /** The files that the rule is about; the first rule that matches a file counts. */
  files: RegExp
  /** What they may import by a relative path. */
  may: RegExp
  /** What they may import for its types alone. */
  mayTypes?: RegExp
  /** Packages that they may import; absent: any. */
  packages?: RegExp
}

const anything = /./
const nothing = /^$/
const own = (folder: string): RegExp => new RegExp(`^${folder}/`)

/** Section 1 of docs/architecture.md. Arrows point down; no room opens into another. */
const rules: Rule[] = [
  { files: own('asl'), may: own('asl'), packages: /^(@noble\/hashes|jsonata|re2js)$/ },
  { files: own('api'), may: own('api'), mayTypes: own('asl'), packages: /^zod$/ },
  {
    files: own('plugins/contract'),
    may: own('plugins/contract'),
    mayTypes: own('asl'),
    packages: /^zod$/
  },
  { files: /^plugins\/index\.ts$/, may: /^plugins\/([\w-]+\/plugin|contract\/\w+)\.ts$/ },
  ...['shell', 'http', 's3', 'email', 'lambda'].map((name) => ({
    files: own(`plugins/${name}`),
    may: new RegExp(`^plugins/(${name}|contract)/`),
    mayTypes: own('asl')
  })),
  { files: /^plugins\//, may: nothing },
  {
    files: /^engine\/main\.ts$/,
    may: /^((engine|api|asl|plugins\/contract)\/|plugins\/index\.ts$)/
  },
  { files: own('engine'), may: /^(engine|api|asl|plugins\/contract)\// },
  { files: own('cli'), may: /^(cli|api|asl\/validate)\// },
  {
    files: own('renderer'),
    may: /^(renderer|api|asl)\//,
    mayTypes: /^electron\/bridge\.ts$/,
    packages: /^(?!node:|zod$)/
  },
  { files: own('electron/main'), may: /^(electron\/main|api)\/|^electron\/bridge\.ts$/ },
  {
    files: own('electron/preload'),
    may: nothing,
    mayTypes: /^electron\/bridge\.ts$/,
    packages: /^electron$/
  },
  { files: /^electron\/bridge\.ts$/, may: nothing, packages: nothing },
  // The reference of the API is written from its operations.
  { files: /^scripts\/api-docs\.mjs$/, may: own('api') },
  { files: own('scripts'), may: own('scripts') },
  { files: own('examples'), may: own('examples') },
  { files: /^(test|bench)\//, may: anything }
]

/** Packages with one home. */
const homes: { name: RegExp; home: RegExp }[] = [
  { name: /^better-sqlite3$/, home: /^(engine\/store|test|bench)\// },
  { name: /^electron$/, home: /^(electron|test|scripts\/default-app)\// },
  { name: /^node-cron$/, home: /^(engine\/schedules|bench)\// },
  { name: /^(nodemailer|imapflow|mailparser)$/, home: /^(plugins\/email|test)\// },
  { name: /^@aws-sdk\//, home: /^(plugins\/s3|test)\// }
]

const files = listFiles(['.ts', '.svelte', '.mjs', '.js'])
const imports = files.flatMap(importsOf)
const show = (found: Import): string => `${found.from} → ${found.target}`

function isAllowed(found: Import): boolean {
  const rule = rules.find(({ files: about }) => about.test(found.from))
  if (!rule) return false
  if (!found.isRelative) return found.isTypeOnly || (rule.packages ?? anything).test(found.target)
  return rule.may.test(found.target) || (found.isTypeOnly && !!rule.mayTypes?.test(found.target))
}

test('imports point down, and no plugin opens into another', () => {
  expect(imports.length).toBeGreaterThan(20)
  expect(imports.filter((found) => !isAllowed(found)).map(show)).toEqual([])
})

test('every plugin has a rule of its own', () => {
  const plugins = new Set(
    files.flatMap((path) => /^plugins\/([\w-]+)\//.exec(path)?.slice(1, 2) ?? [])
  )
  plugins.delete('contract')
  const ruled = [...plugins].filter((name) =>
    rules.some(({ files: about }) => about.source === own(`plugins/${name}`).source)
  )
  expect(ruled).toEqual([...plugins])
})

test('packages with one home are imported nowhere else', () => {
  const strays = imports.filter(({ from, target, isRelative }) =>
    homes.some(({ name, home }) => !isRelative && name.test(target) && !home.test(from))
  )
  expect(strays.map(show)).toEqual([])
})

test('every relative import names an existing file with its ending', () => {
  const missing = imports.filter(({ isRelative, target }) => isRelative && !/\.\w+$/.test(target))
  expect(missing.map(show)).toEqual([])
  const dangling = imports.filter(
    ({ isRelative, target }) => isRelative && !existsSync(join(root, target))
  )
  expect(dangling.map(show)).toEqual([])
})
