import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { format, resolveConfig } from 'prettier'
import type { Report } from './benchmark.ts'
import { reportMarkdown } from './table.ts'

/**
 * Writes a report into every document of `folder` that has its markers, `<!-- bench:NAME -->` and
 * `<!-- /bench:NAME -->`: table, pictures, all between them anew. Returns the documents.
 */
export async function embed(
  folder: string,
  report: Report,
  pictures: readonly { file: string; title: string }[]
): Promise<string[]> {
  const [begin, end] = [`<!-- bench:${report.name} -->`, `<!-- /bench:${report.name} -->`]
  const found: string[] = []
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.md'))) {
    const file = join(folder, name)
    const before = readFileSync(file, 'utf8')
    const [from, to] = [before.indexOf(begin), before.indexOf(end)]
    if (from === -1 || to < from) continue
    const images = pictures.map(
      ({ file: picture, title }) =>
        `![${title}](${relative(folder, picture).replaceAll('\\', '/')})`
    )
    const body = [begin, reportMarkdown(report), ...images, ''].join('\n\n')
    const after = before.slice(0, from) + body + before.slice(to)
    const style = (await resolveConfig(file)) ?? {}
    writeFileSync(file, await format(after, { ...style, parser: 'markdown', plugins: [] }))
    found.push(basename(file))
  }
  return found
}
