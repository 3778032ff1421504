import { join } from 'node:path'
import type { HostControl } from '../../host/host.ts'
import type { Log } from '../../log.ts'
import type { ExecutionStatus } from '../../store/codes.ts'
import type { Firing } from '../../store/queries/firings.ts'
import { endFollowUp, noteReason } from '../../store/queries/firings.ts'
import type { TriggerRecord } from '../../store/queries/triggers.ts'
import { deleteWatchedFile } from '../../store/queries/watched-files.ts'
import { createFileFilter } from './file-filter.ts'
import { fileEventOf } from './fire-files.ts'
import { moveFile } from './move-file.ts'
import { lookAt } from './walk.ts'

/**
 * Moves the file of an execution that has ended. A crash in between does it again: what is not there
 * any more was moved. A file that was changed since has a firing of its own, and stays.
 */
export async function moveFinishedFile(
  trigger: TriggerRecord,
  firing: Firing,
  status: ExecutionStatus,
  { host, log }: { host: HostControl; log: Log }
): Promise<void> {
  const { settings } = trigger
  if (settings.kind !== 'FOLDER') return
  const { root, targets } = createFileFilter(settings)
  const target = status === 'SUCCEEDED' ? targets.succeeded : targets.failed
  const { relativePath, size, modifiedAt } = fileEventOf(firing)
  const file = await lookAt(root, relativePath)
  const isSame = file?.size === size && new Date(file.modifiedAt).toISOString() === modifiedAt
  try {
    if (target !== undefined && isSame) {
      // Its going is no event.
      await host.persist((write) => deleteWatchedFile(write, trigger.id, relativePath))
      await moveFile(join(root, relativePath), target)
      if (settings.doneMarker !== undefined) {
        const marker = relativePath + settings.doneMarker
        if (await lookAt(root, marker)) await moveFile(join(root, marker), target)
      }
    }
    await host.persist((write) => endFollowUp(write, firing.id))
  } catch (error) {
    const reason = `The file could not be moved to ${target ?? ''}: ${String(error)}. It is tried again at the next start of the engine.`
    log.warn('A finished file could not be moved', { trigger: trigger.name, reason })
    await host.persist((write) => {
      noteReason(write, firing.id, reason)
      write.notify({ type: 'trigger', name: trigger.name })
    })
  }
}
