import { dialog, shell } from 'electron'
import type { Refusal } from './engine-process.ts'
import { messagesOf } from './log-lines.ts'

export interface RefusalDialogOptions {
  refusal: Refusal
  /** The end of what the engine wrote: structured log lines. */
  lastWords: string
  dataFolder: string
  /** With these flags of the engine. */
  startAgain: (flags: readonly string[]) => void
  quit: () => void
}

const headlines: Record<Refusal, string> = {
  'bad-option': 'The engine was started with an option that it does not know.',
  'folder-in-use': 'Another engine works on this data folder, and it does not answer.',
  'damaged-database': 'The database of this data folder is damaged.',
  'newer-database': 'This data folder belongs to a newer version of Signalbox.',
  'port-taken': 'Another program holds the port that was asked for.'
}

const advice: Record<Refusal, string> = {
  'bad-option': 'This is a fault of the app: please report it with the text below.',
  'folder-in-use': 'End the other one, then try again.',
  'damaged-database':
    'The damaged file was kept aside and nothing was overwritten. You can keep what can still be read of it, start with an empty database, or put back a copy of your own first.',
  'newer-database': 'Install the newer version, or choose another folder with --data.',
  'port-taken': 'End that program, or start Signalbox with another --port, or with none.'
}

interface Choice {
  button: string
  flags: readonly string[]
}

function choicesOf(refusal: Refusal): readonly Choice[] {
  if (refusal !== 'damaged-database') return [{ button: 'Try again', flags: [] }]
  return [
    { button: 'Keep what can be read', flags: ['--salvage'] },
    { button: 'Start with an empty database', flags: ['--start-empty'] }
  ]
}

/** Says why the engine refuses to run, and offers what can be done. */
export async function showRefusal(options: RefusalDialogOptions): Promise<void> {
  const { refusal, lastWords, dataFolder } = options
  const choices = choicesOf(refusal)
  const { response } = await dialog.showMessageBox({
    type: 'error',
    title: 'Signalbox',
    message: headlines[refusal],
    detail: `${advice[refusal]}\n\n${dataFolder}\n\n${messagesOf(lastWords)}`,
    buttons: ['Quit', 'Show the folder', ...choices.map(({ button }) => button)],
    defaultId: 0,
    cancelId: 0,
    noLink: true
  })
  if (response === 0) {
    options.quit()
  } else if (response === 1) {
    await shell.openPath(dataFolder)
    await showRefusal(options)
  } else {
    options.startAgain(choices[response - 2]?.flags ?? [])
  }
}
