import type { ApprovalMail } from './approval-mail.ts'
import { factsOf } from './facts.ts'

/*
 * Mail clients know tables and inline styles; the style element is for dark mode alone, and where it
 * is taken away, the mail is a light one. All texts come from outside and go through `escape`.
 */

const font = "Inter,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif"
const mono = "'JetBrains Mono',ui-monospace,Consolas,Menlo,monospace"
const colour = {
  page: '#f5f6f8',
  card: '#ffffff',
  line: '#e2e5ea',
  text: '#16191f',
  soft: '#5a6372',
  good: '#12733c',
  bad: '#b3261e'
}

const darkStyle = `
@media (prefers-color-scheme: dark) {
  .page { background: #0e1116 !important; }
  .card { background: #161a21 !important; border-color: #2a303a !important; }
  .line { border-color: #2a303a !important; }
  .text { color: #eceff4 !important; }
  .soft { color: #9aa4b5 !important; }
  .code { background: #0e1116 !important; border-color: #2a303a !important; color: #eceff4 !important; }
  .good { background: #3fbf75 !important; border-color: #3fbf75 !important; }
  .good a { color: #06210f !important; }
  .bad { border-color: #6b3531 !important; }
  .bad a { color: #ff8a80 !important; }
}`

/** The HTML part of the mail that asks for an approval. */
export function approvalHtml(mail: ApprovalMail): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escape(mail.title)}</title>
<style>${darkStyle}
</style>
</head>
<body class="page" style="margin:0;padding:0;background:${colour.page}">
<div style="display:none;max-height:0;overflow:hidden">${escape(preview(mail))}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background:${colour.page}"><tr><td align="center" style="padding:32px 16px">
<table role="presentation" class="card" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;background:${colour.card};border:1px solid ${colour.line};border-radius:12px;border-collapse:separate">
<tr><td style="padding:28px 32px 0;font-family:${font}">
<div class="soft" style="font-size:13px;line-height:20px;font-weight:500;color:${colour.soft}">Signalbox asks for your approval</div>
<h1 class="text" style="margin:8px 0 0;font-size:21px;line-height:28px;font-weight:600;color:${colour.text}">${escape(mail.title)}</h1>
</td></tr>
${messageRow(mail)}${factsRow(mail)}<tr><td style="padding:24px 32px 0">${buttons(mail)}</td></tr>
<tr><td class="soft" style="padding:20px 32px 28px;font-family:${font};font-size:13px;line-height:20px;color:${colour.soft}">${escape([mail.explanation, mail.expiry].filter(Boolean).join(' '))}</td></tr>
<tr><td class="line soft" style="padding:16px 32px 20px;border-top:1px solid ${colour.line};font-family:${font};font-size:12px;line-height:18px;color:${colour.soft}">${escape(mail.origin)}</td></tr>
</table>
</td></tr></table>
</body>
</html>
`
}

/** Makes a text harmless in HTML, in elements and in quoted attributes. */
export function escape(text: string): string {
  const names: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;'
  }
  return text.replace(/[&<>"']/g, (character) => names[character] ?? character)
}

function messageRow(mail: ApprovalMail): string {
  if (mail.message.trim() === '') return ''
  const paragraphs = mail.message
    .trim()
    .split(/\n{2,}/)
    .map((text) => escape(text).replaceAll('\n', '<br>'))
    .map((html) => `<p style="margin:12px 0 0">${html}</p>`)
  return `<tr><td class="text" style="padding:4px 32px 0;font-family:${font};font-size:15px;line-height:23px;color:${colour.text};overflow-wrap:anywhere">${paragraphs.join('')}</td></tr>\n`
}

function factsRow(mail: ApprovalMail): string {
  const facts = factsOf(mail.data)
  if (facts.type === 'none') return ''
  const inner =
    facts.type === 'json'
      ? `<pre class="code" style="margin:0;padding:12px 14px;background:${colour.page};border:1px solid ${colour.line};border-radius:8px;font-family:${mono};font-size:12.5px;line-height:19px;color:${colour.text};white-space:pre-wrap;overflow-wrap:anywhere">${escape(facts.text)}</pre>`
      : `<table width="100%" cellpadding="0" cellspacing="0" border="0" style="border-collapse:collapse;font-family:${font};font-size:14px;line-height:20px">${facts.rows.map(factRow).join('')}</table>`
  return `<tr><td style="padding:20px 32px 0">${inner}</td></tr>\n`
}

function factRow(row: { label: string; value: string }, index: number): string {
  const border = index === 0 ? '' : `border-top:1px solid ${colour.line};`
  return (
    `<tr><th scope="row" align="left" class="line soft" style="${border}padding:8px 16px 8px 0;font-weight:400;color:${colour.soft};vertical-align:top">${escape(row.label)}</th>` +
    `<td align="right" class="line text" style="${border}padding:8px 0;font-weight:600;color:${colour.text};font-variant-numeric:tabular-nums;overflow-wrap:anywhere;vertical-align:top">${escape(row.value)}</td></tr>`
  )
}

function buttons(mail: ApprovalMail): string {
  const cell = (name: 'good' | 'bad', style: string, link: string): string =>
    `<td align="center" class="${name}" style="${style}border-radius:8px">${link}</td>`
  const link = (url: string, text: string, ink: string): string =>
    `<a href="${escape(url)}" style="display:inline-block;padding:12px 28px;font-family:${font};font-size:15px;line-height:20px;font-weight:600;color:${ink};text-decoration:none">${text}</a>`
  const approve = cell(
    'good',
    `background:${colour.good};border:1px solid ${colour.good};`,
    link(mail.approveUrl, 'Approve', '#ffffff')
  )
  const reject = cell(
    'bad',
    `border:1px solid #e3b5b1;`,
    link(mail.rejectUrl, 'Reject', colour.bad)
  )
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="border-collapse:separate"><tr>${approve}<td width="12" style="width:12px"></td>${reject}</tr></table>`
}

/** What a list of mails shows beside the subject. */
function preview(mail: ApprovalMail): string {
  const facts = factsOf(mail.data)
  const table =
    facts.type === 'table' ? facts.rows.slice(0, 3).map((row) => `${row.label}: ${row.value}`) : []
  return [mail.message, ...table].filter(Boolean).join(' · ').slice(0, 180)
}
