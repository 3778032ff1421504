/** What every JSON editor of the window does: highlight, fold, search, complete brackets, point at mistakes. */
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap
} from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { json } from '@codemirror/lang-json'
import {
  bracketMatching,
  codeFolding,
  foldGutter,
  foldKeymap,
  indentOnInput,
  indentUnit
} from '@codemirror/language'
import type { Diagnostic } from '@codemirror/lint'
import { lintGutter, linter } from '@codemirror/lint'
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search'
import type { Extension } from '@codemirror/state'
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers
} from '@codemirror/view'
import { jsonProblem } from './json-problem.ts'
import { editorTheme } from './theme.ts'

/** Underlines the first place where the text is not JSON. */
export function jsonLinter(): Extension {
  return linter(
    (view): Diagnostic[] => {
      const text = view.state.doc.toString()
      const problem = jsonProblem(text)
      if (!problem) return []
      const from = Math.min(problem.offset, Math.max(0, text.length - 1))
      return [
        { from, to: Math.min(from + 1, text.length), severity: 'error', message: problem.message }
      ]
    },
    { delay: 200 }
  )
}

export interface JsonExtensionOptions {
  /** The name that screen readers say. */
  label: string
  hasGutter: boolean
  isReadOnly: boolean
  /** Tab indents in a whole-page editor; in a form it must move the focus on. */
  takesTab: boolean
  /** Further members of the text's `aria-*`. */
  attributes?: Record<string, string>
}

/** The common extensions, in the order in which CodeMirror asks them. */
export function jsonExtensions(options: JsonExtensionOptions): Extension {
  const gutter = [lineNumbers(), foldGutter(), lintGutter(), highlightActiveLineGutter()]
  return [
    options.hasGutter ? gutter : [],
    history(),
    drawSelection(),
    codeFolding(),
    indentOnInput(),
    indentUnit.of('  '),
    bracketMatching(),
    closeBrackets(),
    autocompletion({ icons: false, defaultKeymap: false }),
    highlightActiveLine(),
    highlightSelectionMatches(),
    search({ top: true }),
    json(),
    options.takesTab ? [] : EditorView.lineWrapping,
    EditorView.editable.of(!options.isReadOnly),
    EditorView.contentAttributes.of({
      'aria-label': options.label,
      tabindex: '0',
      ...options.attributes
    }),
    keymap.of([
      ...closeBracketsKeymap,
      ...completionKeymap,
      ...defaultKeymap,
      ...searchKeymap,
      ...historyKeymap,
      ...foldKeymap,
      ...(options.takesTab ? [indentWithTab] : [])
    ]),
    editorTheme()
  ]
}
