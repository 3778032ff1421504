import ts from 'typescript'
import { expect, test } from 'vitest'
import { listFiles, parse } from './source-files.ts'

/** Globals that know the time, chance, the machine or the user's language. */
const worldly = new Set([
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'process',
  'performance',
  'crypto',
  'console',
  'globalThis',
  'Intl',
  'Promise',
  'Temporal'
])
const worldlyMembers = new Set([
  'Date.now',
  'Math.random',
  'toLocaleString',
  'toLocaleDateString',
  'toLocaleTimeString',
  'toLocaleLowerCase',
  'toLocaleUpperCase',
  'localeCompare'
])

function place(file: ts.SourceFile, node: ts.Node): string {
  const { line } = file.getLineAndCharacterOfPosition(node.getStart(file))
  return `${file.fileName}:${line + 1} ${node.getText(file).split('\n')[0] ?? ''}`
}

function findAll(file: ts.SourceFile, matches: (node: ts.Node) => boolean): string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (matches(node)) found.push(place(file, node))
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

/** An identifier that is used as a value: not a member's name, a label of an object or a type. */
function isFreeIdentifier(node: ts.Node): node is ts.Identifier {
  if (!ts.isIdentifier(node)) return false
  const { parent } = node
  const isName =
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isPropertySignature(parent) && parent.name === node) ||
    ts.isImportSpecifier(parent)
  return !isName
}

function isWorldly(node: ts.Node): boolean {
  if (ts.isAwaitExpression(node) || node.kind === ts.SyntaxKind.AsyncKeyword) return true
  if (ts.isNewExpression(node))
    return node.expression.getText() === 'Date' && !node.arguments?.length
  if (ts.isPropertyAccessExpression(node))
    return worldlyMembers.has(node.getText()) || worldlyMembers.has(node.name.text)
  return isFreeIdentifier(node) && worldly.has(node.text)
}

test('the interpreter is a function: no clock, chance, promise, locale or global in asl', () => {
  const files = listFiles(['.ts'], ['asl'])
  expect(files.length).toBeGreaterThan(5)
  expect(files.flatMap((path) => findAll(parse(path), isWorldly))).toEqual([])
})

test('no module keeps mutable state of its own', () => {
  const files = listFiles(['.ts'], ['asl', 'api', 'plugins', 'engine', 'cli', 'electron'])
  const isModuleVariable = (node: ts.Node): boolean =>
    ts.isVariableStatement(node) &&
    ts.isSourceFile(node.parent) &&
    (node.declarationList.flags & ts.NodeFlags.Const) === 0 &&
    !node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword)
  expect(files.flatMap((path) => findAll(parse(path), isModuleVariable))).toEqual([])
})

test('nothing is left commented out or to be done later', () => {
  const files = listFiles(['.ts', '.svelte', '.mjs', '.css']).filter(
    (path) => !path.startsWith('test/architecture/')
  )
  const marks = files.filter((path) => /\b(TODO|FIXME|XXX|HACK)\b/.test(parse(path).text))
  expect(marks).toEqual([])
})
