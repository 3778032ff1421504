import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

const highlightStyle = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--color-json-key)' },
  { tag: tags.string, color: 'var(--color-json-string)' },
  { tag: tags.number, color: 'var(--color-json-number)' },
  { tag: [tags.bool, tags.null], color: 'var(--color-json-literal)' },
  { tag: tags.invalid, color: 'var(--color-failed)' }
])

const content = {
  '&': {
    height: '100%',
    color: 'var(--color-text)',
    backgroundColor: 'transparent',
    fontSize: 'var(--text-sm)'
  },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': {
    fontFamily: 'var(--font-mono)',
    lineHeight: 'var(--line-loose)',
    fontVariantLigatures: 'none'
  },
  '.cm-content': { padding: 'var(--space-2) 0', caretColor: 'var(--color-accent)' },
  '.cm-line': { padding: '0 var(--space-3) 0 var(--space-1)' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--color-accent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground':
    { backgroundColor: 'var(--color-selected)' },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'var(--color-hover)' },
  '.cm-matchingBracket': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--color-selected)',
    outline: 'var(--border-width) solid var(--color-border-strong)'
  },
  '.cm-placeholder': { color: 'var(--color-text-faint)' }
}

const gutters = {
  '.cm-gutters': {
    backgroundColor: 'transparent',
    color: 'var(--color-text-faint)',
    border: 'none',
    paddingLeft: 'var(--space-1)'
  },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--color-text)' },
  '.cm-foldGutter .cm-gutterElement': { cursor: 'pointer', padding: '0 var(--space-1)' },
  '.cm-foldPlaceholder': {
    backgroundColor: 'var(--color-surface-sunken)',
    border: 'var(--border-width) solid var(--color-border)',
    color: 'var(--color-text-muted)',
    padding: '0 var(--space-1)'
  },
  '.cm-gutter-lint': { width: 'var(--space-4)' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0 var(--space-half)' },
  '.cm-lint-marker': { width: 'var(--space-2)', height: 'var(--space-2)' },
  '.cm-lint-marker-error, .cm-lint-marker-warning': {
    content: 'none',
    borderRadius: 'var(--radius-full)',
    marginTop: 'var(--space-1-5)'
  },
  '.cm-lint-marker-error': { backgroundColor: 'var(--color-failed)' },
  '.cm-lint-marker-warning': {
    border: 'var(--focus-width) solid var(--color-timed-out)',
    borderRadius: 'var(--radius-sm)'
  }
}

const popups = {
  '.cm-tooltip': {
    backgroundColor: 'var(--color-surface-raised)',
    border: 'none',
    borderRadius: 'var(--radius-md)',
    boxShadow: 'var(--shadow-popover)',
    color: 'var(--color-text)',
    fontSize: 'var(--text-sm)'
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--font-sans)',
    maxHeight: '18em',
    padding: 'var(--space-1)'
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    padding: 'var(--space-1) var(--space-2)',
    borderRadius: 'var(--radius-sm)'
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--color-accent-soft)',
    color: 'var(--color-text)'
  },
  '.cm-completionDetail': {
    color: 'var(--color-text-muted)',
    fontStyle: 'normal',
    marginLeft: 'var(--space-3)'
  },
  '.cm-completionMatchedText': { textDecoration: 'none', color: 'var(--color-accent-text)' },
  '.cm-tooltip.cm-completionInfo': {
    padding: 'var(--space-2) var(--space-3)',
    fontFamily: 'var(--font-sans)',
    color: 'var(--color-text-muted)'
  },
  '.cm-diagnostic': {
    padding: 'var(--space-1-5) var(--space-3)',
    borderLeft: 'none',
    fontFamily: 'var(--font-sans)',
    maxWidth: '60ch'
  },
  '.cm-diagnosticSource': { color: 'var(--color-text-muted)' },
  '.cm-lintRange-error': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--color-failed)',
    textUnderlineOffset: '3px'
  },
  '.cm-lintRange-warning': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--color-timed-out)',
    textUnderlineOffset: '3px'
  },
  '.cm-snippetField': { backgroundColor: 'var(--color-selected)' }
}

const searchPanel = {
  '.cm-panels': {
    backgroundColor: 'var(--color-surface-sunken)',
    color: 'var(--color-text)',
    borderColor: 'var(--color-border)'
  },
  '.cm-panels.cm-panels-top': { borderBottom: 'var(--border-width) solid var(--color-border)' },
  '.cm-panel.cm-search': {
    padding: 'var(--space-2) var(--space-3)',
    fontFamily: 'var(--font-sans)'
  },
  '.cm-panel.cm-search label': { fontSize: 'var(--text-sm)', color: 'var(--color-text-muted)' },
  '.cm-textfield': {
    backgroundColor: 'var(--color-surface)',
    border: 'var(--border-width) solid var(--color-border-control)',
    borderRadius: 'var(--radius-sm)',
    color: 'var(--color-text)',
    fontSize: 'var(--text-sm)',
    padding: 'var(--space-half) var(--space-2)'
  },
  '.cm-button': {
    backgroundImage: 'none',
    backgroundColor: 'var(--color-surface)',
    border: 'var(--border-width) solid var(--color-border-strong)',
    borderRadius: 'var(--radius-sm)',
    fontSize: 'var(--text-sm)',
    color: 'var(--color-text)'
  },
  '.cm-panel.cm-search [name=close]': {
    color: 'var(--color-text-muted)',
    fontSize: 'var(--text-lg)',
    padding: '0 var(--space-2)'
  },
  '.cm-searchMatch': {
    backgroundColor: 'var(--color-timed-out-soft)',
    outline: 'var(--border-width) solid var(--color-timed-out-line)'
  },
  '.cm-selectionMatch': { backgroundColor: 'var(--color-selected)' },
  '.cm-searchMatch-selected': { backgroundColor: 'var(--color-timed-out-line)' }
}

/** The editor's look, out of the window's tokens, so that it follows the theme by itself. */
export function editorTheme(): Extension {
  return [
    EditorView.theme({ ...content, ...gutters, ...popups, ...searchPanel }),
    syntaxHighlighting(highlightStyle)
  ]
}
