#!/usr/bin/env node
// Stands in for fpm (which neither Debian nor npm has) with dpkg-deb: understands just what electron-builder asks for.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const flags = ['--force', '--debug']
const repeatable = { '-d': [], '--deb-recommends': [] }

function readArguments(given) {
  const options = new Map()
  const files = []
  for (let i = 0; i < given.length; i++) {
    const argument = given[i]
    if (flags.includes(argument)) continue
    if (!argument.startsWith('-')) {
      files.push(argument.split('='))
      continue
    }
    const [, name, inline] = /^([^=]+)(?:=([\s\S]*))?$/.exec(argument)
    const value = inline ?? given[++i]
    if (repeatable[name]) repeatable[name].push(value)
    else options.set(name, value)
  }
  return { options, files }
}

function controlFile(options, sizeKilobytes) {
  const description = options.get('--description').trim().split('\n')
  const fields = [
    `Package: ${options.get('--name')}`,
    `Version: ${options.get('--version')}`,
    `Architecture: ${options.get('--architecture')}`,
    `Maintainer: ${options.get('--maintainer')}`,
    `Installed-Size: ${sizeKilobytes}`,
    repeatable['-d'].length > 0 && `Depends: ${repeatable['-d'].join(', ')}`,
    repeatable['--deb-recommends'].length > 0 &&
      `Recommends: ${repeatable['--deb-recommends'].join(', ')}`,
    'Section: utils',
    `Priority: ${options.get('--deb-priority') ?? 'optional'}`,
    `Homepage: ${options.get('--url')}`,
    `Description: ${description.map((line) => line.trim()).join('\n ')}`
  ]
  return `${fields.filter(Boolean).join('\n')}\n`
}

const { options, files } = readArguments(process.argv.slice(2))
if (options.get('-t') !== 'deb')
  throw new Error(`Expected -t deb, found -t ${options.get('-t')}: install fpm for other packages.`)
const folder = mkdtempSync(join(tmpdir(), 'signalbox-deb-'))
const control = join(folder, 'DEBIAN')
try {
  for (const [from, to] of files) {
    mkdirSync(dirname(join(folder, to)), { recursive: true })
    cpSync(from, join(folder, to), { recursive: true, verbatimSymlinks: true })
  }
  execFileSync('chmod', ['-R', 'u+rwX,go+rX,go-w', folder])
  const [size] = execFileSync('du', ['-sk', '--apparent-size', folder], { encoding: 'utf8' }).split(
    '\t'
  )
  mkdirSync(control)
  writeFileSync(join(control, 'control'), controlFile(options, size))
  for (const [option, name] of [
    ['--after-install', 'postinst'],
    ['--after-remove', 'postrm']
  ])
    if (options.has(option))
      writeFileSync(join(control, name), readFileSync(options.get(option)), { mode: 0o755 })
  const build = ['--root-owner-group', '-Zxz', '-z1', '--build', folder, options.get('--package')]
  execFileSync('dpkg-deb', build, { stdio: 'inherit' })
} finally {
  rmSync(folder, { recursive: true, force: true })
}
