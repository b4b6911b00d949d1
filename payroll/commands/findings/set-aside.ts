/**
 * A message of the bank that was set aside because it contradicts an earlier one, and is applied after all: two people decide so, and the second has seen
 * which payments it moves. What it does is worked out anew then; if it is not what they saw, nothing is done.
 */
import type { BankDocument, BankReport } from '@/bank/report-types'
import type { Ledger, Transaction } from '@/prisma/connect'
import { isRejection, type Rejection } from '../../rules/rejections'
import { applySetAside, FILE_MS } from '../bank-report/apply'
import { effectOf, type FileEffect } from '../bank-report/changes'
import { lockBankFiles } from '../bank-report/lock-bank-files'
import { type Call, execute } from '../execute'
import { handInRuns } from '../hands'

/** What an archived file says; empty when it is not there any more. */
export type ReadArchived = (file: { sha256: string; fileName: string }) => Promise<readonly BankDocument[]>

export type SetAside = { id: string; fileSha256: string; report: BankReport }

/** The message of a finding. Rejects with `not-found` when it is none, or its file is not in the archive. */
export async function readSetAside(db: Ledger | Transaction, findingId: string, archived: ReadArchived): Promise<SetAside | Rejection> {
  const [row] = await db.$queryRaw<{ id: string; sha256: string; fileSha256: string; fileName: string }[]>`
    SELECT m.id, m.sha256, coalesce(m.file_sha256, m.sha256) AS "fileSha256", m.file_name AS "fileName"
    FROM bank_finding f JOIN bank_message m ON m.id = f.bank_message_id WHERE f.id = ${findingId}::uuid AND m.status = 'set-aside'`
  const documents = row ? await archived({ sha256: row.fileSha256, fileName: row.fileName }) : []
  const report = documents.find(({ sha256 }) => sha256 === row?.sha256)?.report
  return row && report && report.kind !== 'unreadable'
    ? { id: row.id, fileSha256: row.fileSha256, report }
    : { code: 'not-found', what: 'file' }
}

/** What applying it would do now: the same work in a transaction that is undone. The caller has authorized the finding. */
export async function previewSetAside(
  ledger: Ledger,
  call: Call,
  findingId: string,
  archived: ReadArchived,
): Promise<FileEffect | Rejection> {
  const message = await readSetAside(ledger, findingId, archived)
  if (isRejection(message)) return message
  try {
    await execute<FileEffect>(
      ledger,
      { ...call, idempotency: null },
      async (tx) => {
        await lockBankFiles(tx)
        throw new Undone(await applyMessage(tx, call, message, ''))
      },
      FILE_MS,
    )
  } catch (error) {
    if (error instanceof Undone) return error.would
    throw error
  }
  throw new Error('a preview was not undone')
}

class Undone extends Error {
  constructor(readonly would: FileEffect) {
    super('undone')
  }
}

/**
 * Applies it in the caller's transaction, which undoes what was done when this rejects: with `hand-in-run` who had a hand in a run it moves, with `effect-changed` when
 * it would do another thing than `seen`.
 */
export async function applyAsSeen(
  tx: Transaction,
  call: Call,
  message: SetAside,
  { reason, seen }: { reason: string; seen: string | null },
): Promise<Rejection | null> {
  const { runIds, effect } = await applyMessage(tx, call, message, reason)
  const hand = await handInRuns(tx, runIds, call.actor.id)
  if (hand) return { code: 'hand-in-run', ...hand }
  return effect === seen ? null : { code: 'effect-changed' }
}

async function applyMessage(tx: Transaction, call: Call, { id, fileSha256, report }: SetAside, reason: string): Promise<FileEffect> {
  const applied = await applySetAside(tx, call, id, report, reason)
  return effectOf(tx, [{ place: '', ...applied }], fileSha256)
}
