/** What a person does to a schedule, for buttons, menus and the palette alike. */
import type { Client } from '../../../api/client.ts'
import type { Toast } from '../../ui/toast/toasts.svelte.ts'

interface Surroundings {
  client: Pick<Client, 'TriggerSchedule' | 'ResumeSchedule' | 'DeleteSchedule'>
  toasts: {
    success: (text: string, action?: Toast['action']) => void
    failure: (what: string, error: unknown) => void
  }
  showExecution: (executionArn: string) => void
}

/** Starts it now, whatever its times say; tells what came of it. */
export async function startNow(name: string, around: Surroundings): Promise<void> {
  try {
    const { Slot, ExecutionArn } = await around.client.TriggerSchedule({ Name: name })
    if (ExecutionArn === undefined) {
      around.toasts.success(Slot.Explanation ?? `“${name}” waits for its turn`)
      return
    }
    around.toasts.success(`Started “${name}”`, {
      label: 'Show',
      run: () => around.showExecution(ExecutionArn)
    })
  } catch (error) {
    around.toasts.failure(`“${name}” did not start`, error)
  }
}

/** Lets it start things again. */
export async function resume(name: string, around: Surroundings): Promise<void> {
  try {
    await around.client.ResumeSchedule({ Name: name })
    around.toasts.success(`Resumed “${name}”`)
  } catch (error) {
    around.toasts.failure(`“${name}” was not resumed`, error)
  }
}
