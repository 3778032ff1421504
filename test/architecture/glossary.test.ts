import { basename } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { listFiles, parse, read } from './source-files.ts'

/** The words of the last column of docs/glossary.md: never a name in code. */
function bannedWords(): Set<string> {
  const rows = read('docs/glossary.md')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
    .slice(1)
  return new Set(
    rows.flatMap((row) =>
      [...(row.split('|')[4] ?? '').matchAll(/`(\w+)`/g)].map((m) => m[1] ?? '')
    )
  )
}

/** `startCronJob` → start, cron, job. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z]+/)
    .map((word) => word.toLowerCase())
}

function declaredNames(file: ts.SourceFile): string[] {
  const names: string[] = []
  const visit = (node: ts.Node): void => {
    const isDeclaration =
      ts.isFunctionDeclaration(node) ||
      ts.isClassDeclaration(node) ||
      ts.isInterfaceDeclaration(node) ||
      ts.isTypeAliasDeclaration(node) ||
      ts.isVariableDeclaration(node) ||
      ts.isMethodDeclaration(node)
    if (isDeclaration && node.name && ts.isIdentifier(node.name)) names.push(node.name.text)
    ts.forEachChild(node, visit)
  }
  visit(file)
  return names
}

const layers = ['api', 'asl', 'cli', 'electron', 'engine', 'plugins', 'renderer']

test('one word per thing: no declared name or file uses a synonym that the glossary bans', () => {
  const banned = bannedWords()
  expect(banned.size).toBeGreaterThan(10)
  const found = listFiles(['.ts', '.svelte'], layers).flatMap((path) =>
    [basename(path), ...declaredNames(parse(path))]
      .filter((name) => wordsOf(name).some((word) => banned.has(word)))
      .map((name) => `${path}: ${name}`)
  )
  expect(found).toEqual([])
})
