import type { CaseResult, ClaimResult, Report } from './benchmark.ts'
import { showNumber, showSpread } from './statistics.ts'

/** A Markdown table that is also one for the eye. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heads.map((head, column) =>
    Math.max(3, head.length, ...rows.map((row) => row[column]?.length ?? 0))
  )
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`
  return [line(heads), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n')
}

function caseTable(figures: Report['figures'], cases: readonly CaseResult[]): string {
  const labels = [...new Set(cases.flatMap((one) => Object.keys(one.labels)))]
  const keys = Object.keys(figures).filter((key) => cases.some((one) => one.figures[key]))
  const rows = cases.map((one) => [
    ...labels.map((label) => showLabel(one.labels[label])),
    ...keys.map((key) => (one.figures[key] ? showSpread(one.figures[key]) : ''))
  ])
  return table([...labels, ...keys.map((key) => figures[key] ?? key)], rows)
}

function showLabel(label: string | number | undefined): string {
  return typeof label === 'number' ? label.toLocaleString('en-US') : (label ?? '')
}

export function claimTable(claims: readonly ClaimResult[]): string {
  const sign = (bound: ClaimResult['bound']): string => (bound === 'least' ? '≥' : '≤')
  const wanted = (claim: ClaimResult, limit: number | undefined): string =>
    limit === undefined ? '' : `${sign(claim.bound)} ${showNumber(limit)}`
  const rows = claims.map((claim) => [
    claim.name,
    showSpread(claim.found),
    wanted(claim, claim.target),
    wanted(claim, claim.gate),
    verdict(claim)
  ])
  return table(['claim', 'found', 'target', 'gate', ''], rows)
}

function verdict({ isTargetReached, isGateOpen }: ClaimResult): string {
  if (isGateOpen === false) return 'under the gate'
  if (isTargetReached === undefined) return ''
  return isTargetReached ? 'reached' : 'short'
}

/** How and where it was measured, the claims, the figures. */
export function reportMarkdown(report: Report): string {
  const { machine, roundCount, claims, notes } = report
  const rounds = roundCount === 1 ? 'one round' : `median (least-most) of ${roundCount} rounds`
  const about =
    `Measured ${report.at.slice(0, 10)}${report.isQuick ? ', quick' : ''}: ${rounds}. ` +
    `${machine.cores} cores (${machine.processor}), ${machine.memoryGiB} GiB, ${machine.system}, ` +
    `Node ${machine.node.slice(1)}; load before ${machine.loadBefore}; append of 4 KiB and sync ` +
    `p50 ${showNumber(machine.sync.p50)}, p99 ${showNumber(machine.sync.p99)} ms.`
  return [
    about,
    ...(claims.length > 0 ? [claimTable(claims)] : []),
    caseTable(report.figures, report.cases),
    ...notes
  ].join('\n\n')
}
