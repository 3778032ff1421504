import type { Execution, ExecutionContext, Frame } from '../../../asl/interpreter/execution.ts'
import type { ReadDb, WriteDb } from '../transaction.ts'
import { readExecutionData } from './executions.ts'
import { lastEventId } from './history-ranges.ts'

/** The snapshot of a running execution, put together from its head, its frames and its input. */
export function loadSnapshot(db: ReadDb, executionId: number): Execution | undefined {
  const row = db.sql('SELECT head FROM snapshot WHERE execution_id = ?').get(executionId) as
    { head: string } | undefined
  if (!row) return undefined
  const frames: Record<number, Frame> = {}
  const frameRows = db
    .sql('SELECT frame_id, frame FROM frame WHERE execution_id = ?')
    .all(executionId) as { frame_id: number; frame: string }[]
  for (const { frame_id, frame } of frameRows) frames[frame_id] = JSON.parse(frame) as Frame
  const head = JSON.parse(row.head) as Head & Partial<Pick<Execution, 'context'>>
  const context = head.context ?? readContext(db, executionId)
  const nextEventId = lastEventId(db, executionId) + 1
  const { input } = readExecutionData(db, executionId)
  return { ...head, nextEventId, context, input, frames }
}

/** What a step may change besides frames. The number of the next event is said by the history. */
type Head = Omit<Execution, 'frames' | 'input' | 'context' | 'nextEventId'>

function readContext(db: ReadDb, executionId: number): ExecutionContext {
  const { context } = db
    .sql('SELECT context FROM execution_data WHERE execution_id = ?')
    .get(executionId) as { context: string }
  return JSON.parse(context) as ExecutionContext
}

/** The head as it is stored. */
export function headText(execution: Execution): string {
  const { frames: _frames, input: _, context: _context, nextEventId: _next, ...head } = execution
  return JSON.stringify(head satisfies Head)
}

/** All of the head, in one text. */
function wholeHeadText(execution: Execution): string {
  const { frames: _frames, input: _input, ...head } = execution
  return JSON.stringify(head)
}

/** Keeps the head of an execution that has ended, for a redrive. */
export function saveRedrivePoint(write: WriteDb, executionId: number, execution: Execution): void {
  write
    .sql(
      `INSERT INTO redrive_point (execution_id, head) VALUES (?, ?)
       ON CONFLICT DO UPDATE SET head = excluded.head`
    )
    .run(executionId, wholeHeadText(execution))
}

/** Takes it away: the redriven execution has a snapshot again. */
export function takeRedrivePoint(write: WriteDb, executionId: number): Execution | undefined {
  const row = write
    .sql('DELETE FROM redrive_point WHERE execution_id = ? RETURNING head')
    .get(executionId) as { head: string } | undefined
  if (!row) return undefined
  const head = JSON.parse(row.head) as Omit<Execution, 'frames' | 'input'>
  return { ...head, input: readExecutionData(write, executionId).input, frames: {} }
}

/**
 * Writes the head and the context that goes with it; `mustContinue`: the step asked to be continued
 * after its commit.
 */
export function saveHead(
  write: WriteDb,
  executionId: number,
  execution: Execution,
  mustContinue: boolean
): void {
  write
    .sql(
      `INSERT INTO snapshot (execution_id, must_continue, head) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET must_continue = excluded.must_continue, head = excluded.head`
    )
    .run(executionId, mustContinue ? 1 : 0, headText(execution))
  write
    .sql('UPDATE execution_data SET context = ? WHERE execution_id = ?')
    .run(JSON.stringify(execution.context), executionId)
}

/** The same where there is one already that says as much of `mustContinue`: its index is left alone. */
export function rewriteHead(write: WriteDb, executionId: number, head: string): void {
  write.sql('UPDATE snapshot SET head = ? WHERE execution_id = ?').run(head, executionId)
}

export function saveFrame(write: WriteDb, executionId: number, frame: Frame): void {
  write
    .sql(
      `INSERT INTO frame (execution_id, frame_id, frame) VALUES (?, ?, ?)
       ON CONFLICT DO UPDATE SET frame = excluded.frame`
    )
    .run(executionId, frame.id, JSON.stringify(frame))
}

/** The same where there is a row of it. */
export function rewriteFrame(write: WriteDb, executionId: number, frame: Frame): void {
  write
    .sql('UPDATE frame SET frame = ? WHERE execution_id = ? AND frame_id = ?')
    .run(JSON.stringify(frame), executionId, frame.id)
}

export function deleteFrame(write: WriteDb, executionId: number, frameId: number): void {
  write.sql('DELETE FROM frame WHERE execution_id = ? AND frame_id = ?').run(executionId, frameId)
}

/** Once an execution has ended, nothing goes on from its snapshot. */
export function deleteSnapshot(write: WriteDb, executionId: number): void {
  write.sql('DELETE FROM frame WHERE execution_id = ?').run(executionId)
  write.sql('DELETE FROM snapshot WHERE execution_id = ?').run(executionId)
}

/** Executions whose last step asked to be continued. */
export function executionsToContinue(db: ReadDb): number[] {
  const rows = db.sql('SELECT execution_id FROM snapshot WHERE must_continue = 1').all()
  return (rows as { execution_id: number }[]).map((row) => row.execution_id)
}
