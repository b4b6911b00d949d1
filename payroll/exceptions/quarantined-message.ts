/**
 * A message of the bank that was set aside because it contradicts an earlier one, and is applied after all: two people decide so, and the second has seen
 * which payments it moves. What it does is worked out anew then; if it is not what they saw, nothing is done.
 */
import type { BankDocument, BankReport } from '@/iso20022/report-types'
import type { Ledger, Transaction } from '@/prisma/connect'
import { conflictsInRuns } from '../runs/hands'
import { tryApart } from '../statements/apart'
import { applyQuarantined } from '../statements/apply'
import { effectApart, effectOf, type FileEffect } from '../statements/changes'
import type { CommandContext } from '../transaction/execute'
import { isRejection, type Rejection } from '../transaction/rejections'

/** What an archived file says; empty when it is not there any more. */
export type ReadArchived = (file: { sha256: string; fileName: string }) => Promise<readonly BankDocument[]>

export type QuarantinedMessage = { id: string; fileSha256: string; document: BankDocument & { report: BankReport } }

/** The message of a finding. Rejects with `not-found` when it is none, or its file is not in the archive. */
export async function readQuarantined(
  db: Ledger | Transaction,
  findingId: string,
  archived: ReadArchived,
): Promise<QuarantinedMessage | Rejection> {
  const [row] = await db.$queryRaw<{ id: string; sha256: string; fileSha256: string; fileName: string }[]>`
    SELECT m.id, m.sha256, coalesce(m.file_sha256, m.sha256) AS "fileSha256", m.file_name AS "fileName"
    FROM bank_finding f JOIN bank_message m ON m.id = f.bank_message_id WHERE f.id = ${findingId}::uuid AND m.status = 'set-aside'`
  const documents = row ? await archived({ sha256: row.fileSha256, fileName: row.fileName }) : []
  const document = documents.find(({ sha256 }) => sha256 === row?.sha256)
  return row && document && isReport(document) ? { id: row.id, fileSha256: row.fileSha256, document } : { code: 'not-found', what: 'file' }
}

const isReport = (document: BankDocument): document is QuarantinedMessage['document'] => document.report.kind !== 'unreadable'

/** What applying it would do now: the same work on copies. The caller has authorized the finding. */
export async function previewQuarantined(
  ledger: Ledger,
  call: CommandContext,
  findingId: string,
  archived: ReadArchived,
): Promise<FileEffect | Rejection> {
  const message = await readQuarantined(ledger, findingId, archived)
  if (isRejection(message)) return message
  const { id, fileSha256, document } = message
  return tryApart(ledger, [document], async (tx) => {
    const applied = await applyQuarantined(tx, call, id, document.report, '')
    return effectApart(tx, [{ place: '', ...applied }], fileSha256)
  })
}

/**
 * Applies it in the caller's transaction, which undoes what was done when this rejects: with `hand-in-run` who had a hand in a run it moves, with `effect-changed` when
 * it would do another thing than `seen`.
 */
export async function applyAsSeen(
  tx: Transaction,
  call: CommandContext,
  message: QuarantinedMessage,
  { reason, seen }: { reason: string; seen: string | null },
): Promise<Rejection | null> {
  const applied = await applyQuarantined(tx, call, message.id, message.document.report, reason)
  const { runIds, effect } = await effectOf(tx, [{ place: '', ...applied }], message.fileSha256)
  const hand = await conflictsInRuns(tx, runIds, call.actor.id)
  if (hand) return { code: 'hand-in-run', ...hand }
  return effect === seen ? null : { code: 'effect-changed' }
}
