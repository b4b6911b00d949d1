/** Lets a bank file that came too late for its day go out for the next day the bank can pay. Nothing goes late without a person's word. */
import type { Ledger } from '@/prisma/connect'
import { appendAudit } from '../outbox/append-audit'
import { refusedHandOver } from '../queries/release-refusals'
import { factOf } from './change-run'
import { type Answer, type Call, execute } from './execute'
import { lockMessage } from './hand-over'

export type FileMoved = { id: string; executionDate: string }

/**
 * Moves the file's day of execution. A file whose bytes were made before keeps them: its bank may have it after all, and shall see that it is the
 * same one; the date in it is then a past one, which banks execute on the next day or refuse.
 * Rejects with `wrong-state` while the file can still be paid on its day.
 */
export function moveExecutionDate(ledger: Ledger, call: Call, bankMessageId: string, reason: string): Promise<Answer<FileMoved>> {
  return execute<FileMoved>(ledger, call, async (tx) => {
    const message = await lockMessage(tx, call, bankMessageId)
    if (!message) return { code: 'not-found', what: 'file' }
    const late = message.status === 'prepared' ? await refusedHandOver(tx, message.id, call.now) : null
    if (late?.code !== 'pay-date') {
      return {
        code: 'wrong-state',
        what: 'file',
        status: message.status === 'prepared' ? 'in time' : message.status,
        wanted: 'kept back because it is late',
      }
    }
    await tx.$executeRaw`UPDATE bank_message SET execution_date = ${late.next}::date, note = NULL, kept_late = false WHERE id = ${message.id}::uuid`
    const detail = { runId: message.runId, file: message.fileName, was: late.problem.payDate, executionDate: late.next }
    await appendAudit(tx, { act: 'audit.bank-file-moved', about: { type: 'bank-message', id: message.id }, detail }, factOf(call, reason))
    return { id: message.id, executionDate: late.next }
  })
}
