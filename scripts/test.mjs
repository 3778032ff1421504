// `npm test [-- checks unit browser desktop]`: every check and suite, then one line with the counts.
// A suite whose needs are missing is skipped with the reason; where CI is set that is a failure.
import { ensureNode } from './install.mjs'

await ensureNode(import.meta.filename)
const { ensureBuilt } = await import('./build.mjs')
const { checks, runCheck, suites } = await import('./suites/suites.mjs')

const isCi = !!process.env.CI
const chosen = process.argv.slice(2)
const isChosen = (name) => chosen.length === 0 || chosen.includes(name)
const known = ['checks', ...suites.filter((suite) => suite.run).map(({ name }) => name)]
const unknown = chosen.filter((name) => !known.includes(name))
if (unknown.length > 0) {
  console.error(`Expected suites among ${known.join(', ')}, found ${unknown.join(', ')}.`)
  process.exit(2)
}

const results = []
const heading = (text) => console.log(`\n== ${text}`)

if (isChosen('checks'))
  for (const name of checks) {
    heading(name)
    results.push({ name, ...(await runCheck(name)) })
  }

await ensureBuilt()
for (const suite of suites) {
  if (!isChosen(suite.run ? suite.name : 'unit')) continue
  heading(suite.title ?? suite.name)
  const reason = await suite.reason()
  if (reason) {
    console.log(`skipped: ${reason}${isCi ? ' (a failure, since CI is set)' : ''}`)
    results.push({ name: suite.name, passed: 0, failed: isCi ? 1 : 0, skipped: 1, reason })
  } else if (suite.run) {
    results.push({ name: suite.name, ...(await suite.run()) })
  }
}

heading('summary')
for (const { name, passed, failed, skipped, reason } of results) {
  const counts =
    reason ??
    (checks.includes(name) ? '' : `${passed} passed, ${failed} failed, ${skipped} skipped`)
  console.log(`${failed > 0 ? 'FAILED ' : reason ? 'skipped' : 'ok     '} ${name} ${counts}`)
}
const sum = (key) => results.reduce((total, result) => total + result[key], 0)
const skipped = sum('skipped')
console.log(
  `\n${sum('passed')} passed, ${sum('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
)
process.exit(sum('failed') > 0 ? 1 : 0)
