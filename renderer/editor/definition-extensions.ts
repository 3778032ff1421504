/** Hands the pure knowledge about definitions (`completions.ts`, `diagnostics.ts`) to CodeMirror. */
import type { Completion, CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { startCompletion } from '@codemirror/autocomplete'
import { jsonLanguage } from '@codemirror/lang-json'
import type { Diagnostic } from '@codemirror/lint'
import { setDiagnostics } from '@codemirror/lint'
import type { Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import type { Suggestion } from './completions.ts'
import { suggestionsAt } from './completions.ts'
import type { LocatedProblem } from './diagnostics.ts'
import type { PluginDescription, StateTemplate } from './state-templates.ts'
import { insertState } from './state-templates.ts'

/** Adds a state near the cursor and selects its name; says whether there was a place for it. */
export function addState(view: EditorView, template: StateTemplate): boolean {
  const text = view.state.doc.toString()
  const insertion = insertState(text, view.state.selection.main.head, template)
  if (!insertion) return false
  const { from, insert, select } = insertion
  view.dispatch({
    changes: { from, insert },
    selection: { anchor: select.from, head: select.to },
    effects: EditorView.scrollIntoView(select.from, { y: 'center' }),
    userEvent: 'input.complete'
  })
  view.focus()
  return true
}

/** A name brings its colon; a value only its quotes. */
function textOf(suggestion: Suggestion, isNameWithoutColon: boolean): string {
  return JSON.stringify(suggestion.label) + (isNameWithoutColon ? ': ' : '')
}

function toCompletion(suggestion: Suggestion, isNameWithoutColon: boolean): Completion {
  const { label, detail, info, template } = suggestion
  return {
    label: template ? label : JSON.stringify(label),
    displayLabel: label,
    ...(detail ? { detail } : {}),
    ...(info ? { info } : {}),
    apply: (view, _completion, from, to) => {
      if (template) {
        view.dispatch({ changes: { from, to } })
        addState(view, template)
        return
      }
      const insert = textOf(suggestion, isNameWithoutColon)
      view.dispatch({
        changes: { from, to, insert },
        selection: { anchor: from + insert.length },
        userEvent: 'input.complete'
      })
      if (isNameWithoutColon) startCompletion(view)
    }
  }
}

/** Completion of names, states, resources, errors and whole states. `plugins` is asked each time. */
export function definitionCompletion(plugins: () => readonly PluginDescription[]): Extension {
  const source = (context: CompletionContext): CompletionResult | null => {
    const text = context.state.doc.toString()
    const found = suggestionsAt(text, context.pos, plugins())
    if (
      !found ||
      (!found.range && !context.explicit && !/["\s]$/.test(text.slice(0, context.pos)))
    ) {
      return null
    }
    const to = found.range?.to ?? context.pos
    const isBareName = found.slot === 'name' && !/^\s*:/.test(text.slice(to))
    return {
      from: found.range?.from ?? context.pos,
      to,
      options: found.suggestions.map((suggestion) => toCompletion(suggestion, isBareName)),
      validFor: /^"[^"\n]*"?$/
    }
  }
  return jsonLanguage.data.of({ autocomplete: source })
}

/** Shows located problems as underlines and in the gutter. */
export function showProblems(view: EditorView, problems: readonly LocatedProblem[]): void {
  const end = view.state.doc.length
  const diagnostics = problems.map(({ from, to, severity, message }): Diagnostic => ({
    from: Math.min(from, end),
    to: Math.min(to, end),
    severity,
    message
  }))
  view.dispatch(setDiagnostics(view.state, diagnostics))
}

/** Moves the cursor to a place and shows it. */
export function goTo(view: EditorView, offset: number): void {
  const anchor = Math.min(offset, view.state.doc.length)
  view.dispatch({
    selection: { anchor },
    effects: EditorView.scrollIntoView(anchor, { y: 'center' })
  })
  view.focus()
}
