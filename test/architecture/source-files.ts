import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import ts from 'typescript'

/** The repository's root folder. */
export const root = resolve(import.meta.dirname, '../..')

/** Folders that people write in; everything else at the root is made by a tool. */
export const topFolders = [
  'api',
  'asl',
  'bench',
  'cli',
  'docs',
  'electron',
  'engine',
  'examples',
  'plugins',
  'renderer',
  'scripts',
  'test'
]

/** Files below the top folders with one of the endings, as paths relative to the root. */
export function listFiles(endings: readonly string[], folders: readonly string[] = topFolders) {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && endings.some((ending) => entry.name.endsWith(ending)))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)))
      .filter((path) => !path.includes('node_modules'))
  )
}

export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

/** The syntax tree of a .ts, .mjs or .svelte file (of its script blocks). */
export function parse(path: string): ts.SourceFile {
  const text = path.endsWith('.svelte')
    ? [...read(path).matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((m) => m[1]).join('\n')
    : read(path)
  return ts.createSourceFile(path, text, ts.ScriptTarget.ES2023, true, ts.ScriptKind.TS)
}

export interface Import {
  from: string
  /** A path relative to the root, or the name of a package (`node:fs`, `@noble/hashes`). */
  target: string
  isRelative: boolean
  isTypeOnly: boolean
}

function targetOf(path: string, specifier: string): Pick<Import, 'target' | 'isRelative'> {
  if (specifier.startsWith('.')) {
    const file = specifier.replace(/[?#].*$/, '')
    return { target: join(dirname(path), file), isRelative: true }
  }
  const length = specifier.startsWith('@') ? 2 : 1
  return { target: specifier.split('/').slice(0, length).join('/'), isRelative: false }
}

/** Every static import, re-export, dynamic import and import type of a file. */
export function importsOf(path: string): Import[] {
  const found: Import[] = []
  const add = (specifier: ts.Node | undefined, isTypeOnly: boolean): void => {
    if (specifier && ts.isStringLiteral(specifier))
      found.push({ from: path, isTypeOnly, ...targetOf(path, specifier.text) })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node))
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword)
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly)
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true)
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false)
    ts.forEachChild(node, visit)
  }
  visit(parse(path))
  return found
}
